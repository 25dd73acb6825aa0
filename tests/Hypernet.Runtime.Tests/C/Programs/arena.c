/* Places of the shared memory never overlap, and memory that could fault is not used. It holds the source itself, whose
 * names are not public. */
#include "hypernet.c"

#define CHECK(claim)                                         \
    do {                                                     \
        if (!(claim)) {                                      \
            printf("line %d: %s\n", __LINE__, #claim);       \
            exit(1);                                         \
        }                                                    \
    } while (0)

enum { ARENA = 1 << 20, LIVE = 60, TURNS = 4000 };

static uint8_t owner[ARENA];

static void paint(struct place place, uint8_t from, uint8_t to)
{
    for (uint64_t at = place.offset; at < place.offset + place.length; at++) {
        CHECK(at < ARENA && owner[at] == from);
        owner[at] = to;
    }
}

static void overlap(void)
{
    static uint8_t somewhere;
    hn_request *live[LIVE];
    hn_job job = {.arena = &somewhere, .welcome.arena = ARENA};
    uint32_t chance = 7;
    size_t taken = 0;
    for (int i = 0; i < LIVE; i++)
        CHECK((live[i] = calloc(1, sizeof **live)) != NULL);
    for (int i = 0; i < TURNS; i++) {
        chance = chance * 1664525 + 1013904223;
        const size_t drawn = (chance >> 16) % LIVE;
        const uint8_t mark = (uint8_t)(1 + drawn);
        hn_request *request = live[drawn];
        if (request->source.length > 0) {
            paint(request->source, mark, 0);
            if (request->target.offset != request->source.offset)
                paint(request->target, mark, 0);
            give_places(&job, request);
            request->source = request->target = (struct place){0, 0};
        } else if ((request->source = take_place(&job, 1 + (chance >> 8) % 60000)).length > 0) {
            taken++;
            paint(request->source, 0, mark);
            request->target = chance % 3 == 0 ? request->source : take_place(&job, 1 + (chance >> 4) % 60000);
            if (chance % 3 != 0)
                paint(request->target, 0, mark);
        }
    }
    for (int i = 0; i < LIVE; i++) {
        give_places(&job, live[i]);
        free(live[i]);
    }
    CHECK(taken > TURNS / 10 && job.place_count == 0);
    CHECK(take_place(&job, ARENA).length == ARENA && take_place(&job, 1).length == 0);
}

static bool is_used(off_t length, int seals)
{
    hn_job job = {.memory = memfd_create("arena", MFD_ALLOW_SEALING), .welcome.arena = ARENA};
    CHECK(job.memory >= 0 && ftruncate(job.memory, length) == 0 && fcntl(job.memory, F_ADD_SEALS, seals) == 0);
    map_arena(&job);
    close(job.memory);
    return job.arena && munmap(job.arena, ARENA) == 0;
}

int main(void)
{
    overlap();
    CHECK(is_used(ARENA, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL));
    CHECK(!is_used(ARENA, 0) && !is_used(ARENA, F_SEAL_GROW) && !is_used(ARENA - 1, F_SEAL_SHRINK));
    printf("right\n");
    return 0;
}
