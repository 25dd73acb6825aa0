/* Frames as the binding writes and reads them: one of tests/vectors/runtime a line, in words of which texts and bytes are
 * hexadecimal, "-" where there are none. The names of what it tests are not public: it holds the source itself. */
#include "hypernet.c"

static uint8_t data[2][4 * MAX_LOG];
static size_t lengths[2];

static unsigned long long number(void) { return strtoull(strtok(NULL, " \n"), NULL, 10); }

/* The bytes of the next word, with a zero after them. */
static const uint8_t *bytes(int which)
{
    const char *word = strtok(NULL, " \n");
    lengths[which] = 0;
    for (; word[0] != '-' && word[0] != '\0'; word += 2)
        data[which][lengths[which]++] = (uint8_t)strtoul((char[]){word[0], word[1], '\0'}, NULL, 16);
    data[which][lengths[which]] = 0;
    return data[which];
}

static void show(const void *what, size_t length)
{
    for (size_t i = 0; i < length; i++)
        printf("%02x", ((const uint8_t *)what)[i]);
    printf(length == 0 ? "-" : "");
}

static void show_ranks(const uint8_t *bits, size_t length)
{
    for (size_t rank = 0; rank < 8 * length; rank++)
        if (bits[rank / 8] >> rank % 8 & 1)
            printf(" %zu", rank);
}

static size_t written(const char *kind, uint8_t *to)
{
    if (strcmp(kind, "hello") == 0)
        return write_hello(to, number());
    if (strcmp(kind, "restore") == 0)
        return (size_t)(write_header(to, 0, RESTORE, (uint32_t)number()) - to);
    if (strcmp(kind, "finish") == 0)
        return (size_t)(write_header(to, 0, FINISH, 0) - to);
    if (strcmp(kind, "progress") == 0) {
        const uint64_t done = number(), total = number(), bits = number();
        double residual;
        memcpy(&residual, &bits, sizeof residual);
        return write_progress(to, done, total, residual);
    }
    if (strcmp(kind, "log") == 0) {
        const char *text = (const char *)bytes(0);
        return write_log(to, &text);
    }
    if (strcmp(kind, "checkpoint") == 0) {
        const uint32_t request = (uint32_t)number(), reached = (uint32_t)number();
        bytes(0), bytes(1);
        uint8_t *at = to + write_checkpoint(to, request, reached, lengths[0], lengths[1]);
        return (size_t)(put(put(at, data[0], lengths[0]), data[1], lengths[1]) - to);
    }
    uint64_t fields[15];
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        fields[i] = number();
    const struct call call = {
        (uint8_t)fields[1], (uint8_t)fields[2], (uint8_t)fields[3], (uint8_t)fields[4], (uint8_t)fields[5], (uint8_t)fields[6],
        (uint32_t)fields[7], fields[8], fields[9], (const char *)bytes(0)};
    const struct place source = {fields[11], fields[12]}, target = {fields[13], fields[14]};
    bytes(1);
    uint8_t *at = to + write_call(to, (uint32_t)fields[0], &call, fields[10], source, target);
    return (size_t)(put(at, data[1], lengths[1]) - to);
}

/* What a frame of a runtime says, as it comes over a socket in two pieces. */
static void told(hn_job *job, int runtime)
{
    struct welcome welcome;
    struct result result;
    struct refused refused;
    bool arrived;
    uint32_t first = 0;
    bytes(0);
    const size_t half = lengths[0] / 2;
    if (write(runtime, data[0], half) != (ssize_t)half || receive(job, false, &arrived) != HN_OK || arrived
        || write(runtime, data[0] + half, lengths[0] - half) != (ssize_t)(lengths[0] - half) || receive(job, false, &arrived) != HN_OK || !arrived)
        printf("none: %s", last_error);
    const uint8_t *payload = job->payload;
    const size_t length = job->payload_bytes;
    switch (frame_kind(job)) {
    case WELCOME:
        if (read_welcome(payload, length, &welcome))
            printf("%llu %u %u %u %u %u %u %u %llu", (unsigned long long)welcome.features, welcome.rank, welcome.group, welcome.partition,
                welcome.partitions, welcome.size, welcome.checkpoints, welcome.resume, (unsigned long long)welcome.arena);
        if (welcome.features & INTERVALS) {
            printf(" %lld ", (long long)welcome.interval.begin);
            show(welcome.interval.seed, SEED);
        }
        break;
    case RESTORED: case SETTLED:
        memcpy(&first, payload, 4);
        printf("%u ", first);
        show(payload + 4, length - 4);
        break;
    case END:
        printf("%d %s", read_end(job), last_error);
        break;
    case RESULT:
        if (!read_result(payload, length, &result))
            break;
        show(&result.error_bound, 8);
        printf(" %llu %u %u %u %u %llu ", (unsigned long long)result.length, result.in_arena, result.size, result.rounds, result.views,
            (unsigned long long)result.sent);
        show(result.value, result.in_arena ? 0 : result.length);
        show_ranks(result.contributors, (result.size + 7) / 8);
        break;
    case REFUSED:
        if (read_refused(payload, length, &refused)) {
            printf("%d %.*s", status_of(refused.code), (int)refused.text_length, refused.text);
            show_ranks(refused.ranks, refused.named);
        }
        break;
    }
    drop_frame(job);
}

int main(void)
{
    static char line[1 << 16];
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        return 1;
    hn_job job = {.descriptor = pair[0], .memory = -1};
    while (fgets(line, sizeof line, stdin)) {
        static uint8_t frame[1 << 16];
        const char *kind = strtok(line, " \n");
        if (strcmp(kind, "read") == 0)
            told(&job, pair[1]);
        else
            show(frame, written(kind, frame));
        printf("\n");
    }
    return 0;
}
