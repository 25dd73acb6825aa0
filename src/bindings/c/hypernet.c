/* docs/spec/runtime.md r2, protocol /hypernet/runtime/1.0.0, the program's side. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* MSG_CMSG_CLOEXEC, F_GET_SEALS */
#endif

#include "hypernet.h"

#include <errno.h>
#include <fcntl.h>
#include <float.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Elements travel as they lie in memory: this needs a little-endian processor."
#endif
_Static_assert(sizeof(bool) == 1 && sizeof(double) == 8 && sizeof(float) == 4 && sizeof(size_t) == 8, "elements are as wide as the protocol says");

#if defined(__GNUC__)
#define FORMATTED(text, arguments) __attribute__((format(printf, text, arguments)))
#else
#define FORMATTED(text, arguments)
#endif

#define MAX_BLOB ((size_t)64 << 20)    /* a result, a state, a contribution in its frame */
#define MAX_ANSWER (MAX_BLOB + (64 << 10))
#define MAX_BYTES ((size_t)256 << 20)  /* contributions that are on their way together */
#define MAX_CALLS 64
#define MAX_SIZE 65536
#define MAX_LOG 4096
#define MAX_NAME 255
#define SHARED_FROM ((size_t)64 << 10) /* what is larger goes through the arena */
#define ALIGNMENT 64
#define TEXT 1280
#define HEADER 12
#define SEED 32
#define CALL_HEAD 64
#define RESULT_HEAD 40
#define MISSING UINT64_MAX
#define PROTOCOL "/hypernet/runtime/1.0.0"

enum kind { HELLO = 1, WELCOME, RESTORE, RESTORED, CHECKPOINT, SETTLED, PROGRESS, LOG, FINISH, END, CALL = 64, RESULT, REFUSED };
enum { COLLECTIVES = 1, SHARED_MEMORY = 2, INTERVALS = 4 };
enum operation {
    ALL_REDUCE = 1, REDUCE, BROADCAST, GATHER, ALL_GATHER, SCATTER, BARRIER,
    DOT = 32, NORM, MATVEC_COLUMNS, MATVEC_ROWS, LEAST_SQUARES
};
enum { WEIGHTED_MEAN = 3 };

/* The parameter of an AND that is a decision: replicas of a rank may vote differently. */
enum { DECISION = 1 };

/* ---- Errors ---------------------------------------------------------------------------------------------------- */

static _Thread_local char last_error[TEXT];
static _Thread_local struct {
    hn_outcome outcome;
    uint8_t contributors[MAX_SIZE / 8], missing[MAX_SIZE / 8];
} last;

FORMATTED(2, 3) static hn_status fail(hn_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(last_error, sizeof last_error, format, arguments);
    va_end(arguments);
    return status;
}

const char *hn_last_error(void) { return last_error; }

const char *hn_status_text(hn_status status)
{
    switch (status) {
    case HN_OK: return "ok";
    case HN_MISUSE: return "misuse";
    case HN_NO_MEMORY: return "no memory";
    case HN_NO_RUNTIME: return "no runtime";
    case HN_DISCONNECTED: return "disconnected";
    case HN_STOPPED: return "stopped";
    case HN_PROTOCOL: return "protocol error";
    case HN_NO_COLLECTIVES: return "no collectives";
    case HN_MALFORMED: return "malformed";
    case HN_MISMATCH: return "mismatch";
    case HN_RANK_LOST: return "rank lost";
    case HN_INVALID_CALL: return "invalid call";
    case HN_SINGULAR: return "singular";
    case HN_REFUSED: return "refused";
    case HN_LEFT_BEHIND: return "left behind";
    case HN_DIVERGED: return "diverged";
    }
    return "unknown status";
}

void hn_free(const void *allocated) { free((void *)(uintptr_t)allocated); }

/* ---- Frames: bytes to be written, and bytes of a stranger ------------------------------------------------------- */

/* What a program has in place of a clock and of chance. */
struct interval {
    int64_t begin;
    uint8_t seed[SEED];
};

struct welcome {
    uint64_t features;
    uint32_t rank, group, partition, partitions, size, checkpoints, resume;
    uint64_t arena;
    struct interval interval;
};

/* Bytes of the arena; none if length is 0. */
struct place {
    uint64_t offset, length;
};

/* What is called; the same at every rank but for the name, which only matches calls. */
struct call {
    uint8_t operation, type, operator, exactness, on_loss, digits;
    uint32_t root;
    uint64_t count, parameter;
    const char *name;
};

struct result {
    double error_bound;
    uint64_t length, sent;
    uint32_t in_arena, size, rounds, views;
    const uint8_t *contributors, *value;
};

struct refused {
    uint16_t code, named;
    const uint8_t *ranks;
    const char *text;
    size_t text_length;
};

struct reader {
    const uint8_t *at;
    size_t left;
};

static uint8_t *put(uint8_t *at, const void *bytes, size_t count)
{
    if (count > 0)
        memcpy(at, bytes, count);
    return at + count;
}

static uint8_t *put16(uint8_t *at, uint16_t value) { return put(at, &value, sizeof value); }
static uint8_t *put32(uint8_t *at, uint32_t value) { return put(at, &value, sizeof value); }
static uint8_t *put64(uint8_t *at, uint64_t value) { return put(at, &value, sizeof value); }

/* The next bytes of what came; NULL where they end too early. */
static const uint8_t *next(struct reader *reader, size_t count)
{
    if (count > reader->left)
        return NULL;
    reader->at += count;
    reader->left -= count;
    return reader->at - count;
}

static bool get(struct reader *reader, void *value, size_t count)
{
    const uint8_t *bytes = next(reader, count);
    if (bytes && count > 0)
        memcpy(value, bytes, count);
    return bytes != NULL;
}

static uint8_t *write_header(uint8_t *at, size_t length, enum kind kind, uint32_t request)
{
    return put32(put16(put16(put32(at, (uint32_t)length), (uint16_t)kind), 0), request);
}

static size_t write_hello(uint8_t *to, uint64_t features)
{
    const size_t length = strlen(PROTOCOL);
    uint8_t *at = put64(put(write_header(to, 18 + length, HELLO, 0), "HYPERNET", 8), features);
    return (size_t)(put(put16(at, (uint16_t)length), PROTOCOL, length) - to);
}

/* A CHECKPOINT up to its result, which the state follows. */
static size_t write_checkpoint(uint8_t *to, uint32_t request, uint32_t number, size_t result, size_t state)
{
    return (size_t)(put32(put32(write_header(to, 8 + result + state, CHECKPOINT, request), number), (uint32_t)result) - to);
}

/* A residual below 0 is none. */
static size_t write_progress(uint8_t *to, uint64_t done, uint64_t total, double residual)
{
    const size_t residual_bytes = residual < 0 ? 0 : sizeof residual;
    uint8_t *end = put64(put64(write_header(to, 16 + residual_bytes, PROGRESS, 0), done), total);
    memcpy(end, &residual, residual_bytes);
    return (size_t)(end - to) + residual_bytes;
}

/* A CALL up to its contribution of `length` bytes, which follows unless it lies in the arena. */
static size_t write_call(uint8_t *to, uint32_t request, const struct call *call, size_t length, struct place source, struct place target)
{
    const size_t named = strlen(call->name);
    const bool is_shared = source.length > 0, has_target = target.length > 0;
    const uint8_t head[8] = {
        call->operation, call->type, call->operator, call->exactness, call->on_loss, call->digits,
        (uint8_t)named, (uint8_t)((is_shared ? 1 : 0) | (has_target ? 2 : 0))};
    uint8_t *at = put(write_header(to, CALL_HEAD + named + (is_shared ? 0 : length), CALL, request), head, sizeof head);
    at = put64(put64(put32(put32(at, call->root), 0), call->count), call->parameter);
    at = put64(put64(put64(put64(at, length), source.offset), target.length), target.offset);
    return (size_t)(put(at, call->name, named) - to);
}

static bool read_interval(struct reader *reader, struct interval *got)
{
    return get(reader, &got->begin, sizeof got->begin) && get(reader, got->seed, sizeof got->seed);
}

static bool read_welcome(const uint8_t *payload, size_t length, struct welcome *got)
{
    struct reader reader = {payload, length};
    uint32_t *const fields[] = {
        &got->rank, &got->group, &got->partition, &got->partitions, &got->size, &got->checkpoints, &got->resume};
    if (!get(&reader, &got->features, 8))
        return false;
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (!get(&reader, fields[i], 4) || *fields[i] > INT_MAX)
            return false;
    got->arena = 0;
    const uint64_t calls = got->features & ~(uint64_t)INTERVALS;
    return ((got->features & SHARED_MEMORY) == 0 || get(&reader, &got->arena, 8))
        && ((got->features & INTERVALS) == 0 || read_interval(&reader, &got->interval))
        && (calls == 0 || calls == COLLECTIVES || calls == (COLLECTIVES | SHARED_MEMORY))
        && got->size <= MAX_SIZE && got->rank < got->size && got->partition < got->partitions && got->resume <= got->checkpoints;
}

static bool read_result(const uint8_t *payload, size_t length, struct result *got)
{
    struct reader reader = {payload, length};
    if (!get(&reader, &got->error_bound, 8) || !get(&reader, &got->length, 8) || !get(&reader, &got->in_arena, 4)
        || !get(&reader, &got->size, 4) || !get(&reader, &got->rounds, 4) || !get(&reader, &got->views, 4)
        || !get(&reader, &got->sent, 8) || got->in_arena > 1 || got->size > MAX_SIZE)
        return false;
    got->contributors = next(&reader, (got->size + 7) / 8);
    got->value = reader.at;
    return got->contributors != NULL && reader.left == (got->in_arena ? 0 : got->length);
}

static bool read_refused(const uint8_t *payload, size_t length, struct refused *got)
{
    struct reader reader = {payload, length};
    if (!get(&reader, &got->code, 2) || !get(&reader, &got->named, 2) || !(got->ranks = next(&reader, got->named)))
        return false;
    got->text = (const char *)reader.at;
    got->text_length = reader.left;
    return true;
}

/* Bytes of the character that begins here; 0 if that is no UTF-8. */
static size_t character(const char *text)
{
    const uint8_t *at = (const uint8_t *)text;
    if (at[0] < 0x80)
        return 1;
    const size_t length = at[0] >= 0xc2 && at[0] <= 0xdf ? 2 : (at[0] & 0xf0) == 0xe0 ? 3 : at[0] >= 0xf0 && at[0] <= 0xf4 ? 4 : 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xc0) != 0x80)
            return 0;
    /* Neither longer than needed, nor a surrogate, nor beyond U+10FFFF. */
    const bool is_wrong = (at[0] == 0xe0 && at[1] < 0xa0) || (at[0] == 0xed && at[1] > 0x9f) || (at[0] == 0xf0 && at[1] < 0x90)
        || (at[0] == 0xf4 && at[1] > 0x8f);
    return is_wrong ? 0 : length;
}

/* A LOG of the line that the text begins with, cut at a whole character; `*text` goes to the end of the line. */
static size_t write_log(uint8_t *to, const char **text)
{
    size_t length = 0;
    bool is_full = false;
    for (; **text != '\0' && **text != '\n';) {
        const size_t count = character(*text);
        const size_t kept = count > 0 ? count : 1;
        is_full = is_full || length + kept > MAX_LOG;
        if (!is_full)
            put(to + HEADER + length, count > 0 ? *text : "?", kept);
        length += is_full ? 0 : kept;
        *text += kept;
    }
    write_header(to, length, LOG, 0);
    return HEADER + length;
}

/* ---- Arrays as bytes: docs/spec/runtime.md §4 ------------------------------------------------------------------- */

enum { MAX_DIMENSIONS = 32, ALIGNED_TO = 16 };

/* Bytes of the elements of an array; SIZE_MAX if there cannot be so many. */
static size_t elements_bytes(const hn_array *array)
{
    static const uint8_t widths[] = {0, 1, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8, 8, 16};
    size_t bytes = widths[array->type];
    bool is_empty = false, is_beyond = false, is_too_long = false;
    for (size_t i = 0; i < array->dimensions; i++) {
        const uint64_t length = array->shape[i];
        is_empty = is_empty || length == 0;
        is_too_long = is_too_long || length > INT32_MAX;
        is_beyond = is_beyond || (length > 0 && bytes > (SIZE_MAX >> 8) / length);
        bytes *= is_beyond || length == 0 ? 1 : (size_t)length;
    }
    return is_too_long ? SIZE_MAX : is_empty ? 0 : is_beyond ? SIZE_MAX : bytes;
}

static bool is_name(const char *name, size_t length)
{
    size_t at = 0;
    while (at < length && name[at] != '\0' && character(name + at) > 0)
        at += character(name + at);
    return length > 0 && length <= MAX_NAME && at == length;
}

static int by_name(const void *one, const void *other)
{
    return strcmp((*(const hn_array *const *)one)->name, (*(const hn_array *const *)other)->name);
}

/* Bits of a NaN differ between processors. */
static void unify_nans(uint8_t *at, size_t bytes, hn_array_type type)
{
    const bool is_double = type == HN_ARRAY_F64 || type == HN_ARRAY_C128;
    if (!is_double && type != HN_ARRAY_F32 && type != HN_ARRAY_C64)
        return;
    for (size_t i = 0; i < bytes; i += is_double ? 8 : 4) {
        uint64_t wide;
        uint32_t narrow;
        if (is_double) {
            memcpy(&wide, at + i, 8);
            put64(at + i, wide << 1 > UINT64_C(0xffe0000000000000) ? UINT64_C(0x7ff8000000000000) : wide);
        } else {
            memcpy(&narrow, at + i, 4);
            put32(at + i, narrow << 1 > UINT32_C(0xff000000) ? UINT32_C(0x7fc00000) : narrow);
        }
    }
}

static bool are_logic(const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (bytes[i] > 1)
            return false;
    return true;
}

hn_status hn_pack(const hn_array *arrays, size_t count, void **data, size_t *bytes)
{
    size_t needed = 12;
    if (count > UINT32_MAX)
        return fail(HN_MISUSE, "%zu arrays cannot be packed", count);
    const hn_array **sorted = malloc((count + 1) * sizeof *sorted);
    for (size_t i = 0; sorted && i < count; i++) {
        const hn_array *array = sorted[i] = &arrays[i];
        const size_t own = array->type < HN_ARRAY_BOOL || array->type > HN_ARRAY_C128 || array->dimensions > MAX_DIMENSIONS ? SIZE_MAX : elements_bytes(array);
        const bool is_right = own < SIZE_MAX - needed - 1024 && is_name(array->name, strlen(array->name))
            && (array->type != HN_ARRAY_BOOL || are_logic(array->elements, own));
        if (!is_right) {
            free(sorted);
            return fail(HN_MISUSE, "array \"%.255s\" cannot be packed: its name, type or shape is none, or a bool other than 0 and 1", array->name);
        }
        needed += 4 + strlen(array->name) + 8 * array->dimensions + own;
    }
    uint8_t *packed = sorted ? malloc(needed) : NULL;
    if (!packed) {
        free(sorted);
        return fail(HN_NO_MEMORY, "no memory for %zu bytes of arrays", needed);
    }
    qsort(sorted, count, sizeof *sorted, by_name);
    uint8_t *at = put32(put(packed, "HNARRAYS", 8), (uint32_t)count);
    hn_status status = HN_OK;
    for (size_t i = 0; i < count; i++) {
        const hn_array *array = sorted[i];
        const uint8_t shape[] = {(uint8_t)array->type, (uint8_t)array->dimensions};
        const size_t own = elements_bytes(array);
        if (i > 0 && by_name(&sorted[i - 1], &sorted[i]) == 0)
            status = fail(HN_MISUSE, "two arrays are named \"%s\"", array->name);
        at = put(put16(at, (uint16_t)strlen(array->name)), array->name, strlen(array->name));
        at = put(put(at, shape, sizeof shape), array->shape, 8 * array->dimensions);
        at = put(at, array->elements, own);
        unify_nans(at - own, own, array->type);
    }
    free(sorted);
    if (status != HN_OK) {
        free(packed);
        return status;
    }
    *data = packed;
    *bytes = needed;
    return HN_OK;
}

/* The next array, where it lies but for its shape, which is copied; false if there is none. */
static bool next_array(struct reader *reader, hn_array *got, uint64_t shape[MAX_DIMENSIONS], size_t *named, size_t *bytes)
{
    uint16_t length;
    uint8_t form[2];
    if (!get(reader, &length, 2) || !(got->name = (const char *)next(reader, length)) || !get(reader, form, 2) || form[0] < HN_ARRAY_BOOL
        || form[0] > HN_ARRAY_C128 || form[1] > MAX_DIMENSIONS || !get(reader, shape, 8 * (size_t)form[1]))
        return false;
    got->type = (hn_array_type)form[0];
    got->dimensions = form[1];
    got->shape = shape;
    *named = length;
    *bytes = elements_bytes(got);
    got->elements = next(reader, *bytes);
    return got->elements && (got->type != HN_ARRAY_BOOL || are_logic(got->elements, *bytes));
}

static size_t rounded(size_t bytes) { return (bytes + ALIGNED_TO - 1) / ALIGNED_TO * ALIGNED_TO; }

hn_status hn_unpack(const void *data, size_t bytes, hn_arrays **out)
{
    struct reader reader = {data, bytes};
    const uint8_t *magic = next(&reader, 8);
    uint32_t count = 0;
    bool is_right = magic && memcmp(magic, "HNARRAYS", 8) == 0 && get(&reader, &count, 4);
    const struct reader first = reader;
    uint64_t shape[MAX_DIMENSIONS];
    char before[MAX_NAME + 1] = "", name[MAX_NAME + 1];
    hn_array array;
    size_t named, own, elements = 0, rest = 0;
    for (uint32_t i = 0; is_right && i < count; i++) {
        is_right = next_array(&reader, &array, shape, &named, &own) && named <= MAX_NAME;
        if (!is_right)
            break;
        *put((uint8_t *)name, array.name, named) = 0;
        is_right = is_name(name, named) && strcmp(before, name) < 0;
        memcpy(before, name, named + 1);
        elements += rounded(own);
        rest += 8 * array.dimensions + named + 1;
    }
    if (!is_right || reader.left > 0)
        return fail(HN_MALFORMED, "these %zu bytes are no packed arrays: they are not as hn_pack() writes them", bytes);

    const size_t head = rounded(sizeof(hn_arrays) + count * sizeof(hn_array));
    uint8_t *made = malloc(head + elements + rest);
    if (!made)
        return fail(HN_NO_MEMORY, "no memory for %zu bytes of arrays", bytes);
    hn_array *to = (hn_array *)(made + sizeof(hn_arrays));
    uint8_t *place = made + head;
    uint64_t *shapes = (uint64_t *)(place + elements);
    reader = first;
    for (uint32_t i = 0; i < count; i++) {
        next_array(&reader, &array, shapes, &named, &own);
        to[i] = array;
        to[i].elements = place;
        put(place, array.elements, own);
        place += rounded(own);
        shapes += array.dimensions;
    }
    char *names = (char *)shapes;
    reader = first;
    for (uint32_t i = 0; i < count; i++) {
        next_array(&reader, &array, shape, &named, &own);
        to[i].name = names;
        names = (char *)put((uint8_t *)names, array.name, named);
        *names++ = '\0';
    }
    *out = (hn_arrays *)made;
    **out = (hn_arrays){count, to};
    return HN_OK;
}

/* ---- The connection -------------------------------------------------------------------------------------------- */

/* What becomes of a value. */
enum form {
    NOTHING, /* there must be none: `out`, if any, becomes NULL */
    DROPPED,
    FILLING, /* as many bytes as there is room for */
    ROWS,    /* a part list, each part into its place */
    PARTS,   /* a part list, allocated */
    ONE,     /* all of it as one part, allocated */
    FITTED
};

struct take {
    enum form form;
    bool is_logic; /* each byte must be 0 or 1 */
    void *out;
    size_t bytes;   /* of `out`, of a part in it */
    size_t columns; /* of a fit */
    hn_merge merge; /* of ROWS that the request has made, if there is one */
    size_t count;   /* elements of a row to be merged */
    void *merged;
};

struct piece {
    const void *bytes;
    size_t length;
};

struct hn_request {
    hn_request *next;
    hn_comm *comm;
    const char *what;
    uint32_t id;
    enum kind expects; /* beside REFUSED, for RESULT */
    bool is_done, is_cancelled;
    struct take take;
    struct place source, target;
    size_t length; /* of the contribution */
    hn_status status;
    char text[TEXT];
    hn_outcome outcome;
    void *made;           /* what was allocated for the caller */
    uint8_t *payload;     /* of RESTORED */
    size_t payload_bytes;
    bool is_lost;         /* `ranks` are those that were lost, not those that contributed */
    uint8_t ranks[];
};

struct hn_comm {
    hn_comm *next;
    hn_job *job;
    hn_options options;
    char name[MAX_NAME + 1];
};

struct hn_job {
    int descriptor, memory;
    struct welcome welcome;
    pthread_mutex_t sending; /* one frame at a time; taken before `lock` */
    pthread_mutex_t lock;    /* all below */
    pthread_cond_t turn;     /* a frame was read, or reading is free */
    bool is_reading;         /* one thread reads for all: the frame is its own meanwhile */
    bool has_begun;
    uint8_t header[HEADER];
    uint8_t *payload;
    size_t header_filled, payload_filled, payload_bytes;
    hn_status ended;
    char end_text[TEXT];
    uint32_t last_id;
    hn_request *requests;
    size_t cancelled; /* whose answer has not come */
    bool has_no_cancelled;
    uint8_t *arena;
    struct place places[2 * MAX_CALLS]; /* taken, in the order of their offsets */
    size_t place_count;
    hn_comm comm; /* the first of a list */
    uint32_t reached;
    bool is_restore_due, is_finished;
    struct timespec progress_at;
    uint64_t held_done, held_total; /* of a progress that came too soon to be sent; total 0: none */
    double held_residual;
};

static hn_status ended(hn_job *job) { return fail(job->ended, "%s", job->end_text); }

/* Takes bytes until all are there (1), none are to be had without waiting (0), or the runtime is gone (-1). */
static int fill(hn_job *job, uint8_t *to, size_t length, size_t *filled, bool waits)
{
    while (*filled < length) {
        union {
            struct cmsghdr aligned;
            char bytes[CMSG_SPACE(sizeof(int))];
        } beside;
        struct iovec room = {to + *filled, length - *filled};
        struct msghdr message = {.msg_iov = &room, .msg_iovlen = 1};
        if (!job->has_begun) {
            message.msg_control = beside.bytes;
            message.msg_controllen = sizeof beside.bytes;
        }
        const ssize_t count = recvmsg(job->descriptor, &message, MSG_CMSG_CLOEXEC | (waits ? 0 : MSG_DONTWAIT));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return 0;
        if (count <= 0) {
            fail(HN_DISCONNECTED, "the runtime is gone (%s)", count < 0 ? strerror(errno) : "it closed the connection");
            return -1;
        }
        for (struct cmsghdr *at = job->has_begun ? NULL : CMSG_FIRSTHDR(&message); at; at = CMSG_NXTHDR(&message, at)) {
            if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != SCM_RIGHTS)
                continue;
            /* Room for one may be room for two, by its alignment. */
            for (size_t i = 0; CMSG_LEN((i + 1) * sizeof(int)) <= at->cmsg_len; i++) {
                int descriptor;
                memcpy(&descriptor, CMSG_DATA(at) + i * sizeof(int), sizeof descriptor);
                if (job->memory < 0)
                    job->memory = descriptor;
                else
                    close(descriptor);
            }
        }
        job->has_begun = true;
        *filled += (size_t)count;
    }
    return 1;
}

static size_t cap_of(unsigned kind)
{
    switch (kind) {
    case WELCOME: case END: return 1024;
    case RESTORED: return 4 + MAX_BLOB;
    case SETTLED: return 4 + sizeof(int64_t) + SEED;
    case RESULT: return MAX_ANSWER;
    case REFUSED: return 16 << 10;
    default: return 0;
    }
}

/* The next frame, if it comes in time: what was read of it stays for the next call. */
static hn_status receive(hn_job *job, bool waits, bool *arrived)
{
    *arrived = false;
    if (!job->payload) {
        const int filled = fill(job, job->header, HEADER, &job->header_filled, waits);
        if (filled <= 0)
            return filled < 0 ? HN_DISCONNECTED : HN_OK;
        uint32_t length;
        uint16_t fields[2];
        memcpy(&length, job->header, 4);
        memcpy(fields, job->header + 4, 4);
        if (cap_of(fields[0]) == 0 || fields[1] != 0 || length > cap_of(fields[0]))
            return fail(HN_PROTOCOL, "the runtime sent a frame of kind %u, flags %u, %lu bytes", fields[0], fields[1], (unsigned long)length);
        job->payload_bytes = length;
        job->payload_filled = 0;
        job->payload = malloc(job->payload_bytes + 1);
        if (!job->payload)
            return fail(HN_NO_MEMORY, "no memory for %zu bytes of the runtime", job->payload_bytes);
    }
    const int filled = fill(job, job->payload, job->payload_bytes, &job->payload_filled, waits);
    *arrived = filled > 0;
    return filled < 0 ? HN_DISCONNECTED : HN_OK;
}

static uint16_t frame_kind(const hn_job *job)
{
    uint16_t kind;
    memcpy(&kind, job->header + 4, sizeof kind);
    return kind;
}

static void drop_frame(hn_job *job)
{
    free(job->payload);
    job->payload = NULL;
    job->header_filled = 0;
}

static hn_status read_end(const hn_job *job)
{
    if (job->payload_bytes < 2)
        return fail(HN_PROTOCOL, "the runtime's END has %zu bytes", job->payload_bytes);
    uint16_t reason;
    memcpy(&reason, job->payload, sizeof reason);
    return fail(reason == 1 ? HN_STOPPED : HN_PROTOCOL, "%.*s", (int)(job->payload_bytes - 2), (const char *)job->payload + 2);
}

/* ---- The arena: the first gap that is large enough -------------------------------------------------------------- */

static uint64_t aligned(uint64_t length) { return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT; }

static struct place take_place(hn_job *job, uint64_t length)
{
    const struct place none = {0, 0};
    const uint64_t needed = aligned(length);
    uint64_t offset = 0;
    size_t at = 0;
    if (!job->arena || length == 0 || job->place_count == sizeof job->places / sizeof job->places[0])
        return none;
    for (; at < job->place_count && job->places[at].offset - offset < needed; at++)
        offset = job->places[at].offset + aligned(job->places[at].length);
    if (at == job->place_count && (offset > job->welcome.arena || job->welcome.arena - offset < needed))
        return none;
    memmove(job->places + at + 1, job->places + at, (job->place_count++ - at) * sizeof job->places[0]);
    return job->places[at] = (struct place){offset, length};
}

/* Both may be one, and neither need be there. */
static void give_places(hn_job *job, const hn_request *request)
{
    size_t kept = 0;
    for (size_t at = 0; at < job->place_count; at++) {
        const uint64_t offset = job->places[at].offset;
        const bool is_given = (request->source.length > 0 && request->source.offset == offset)
            || (request->target.length > 0 && request->target.offset == offset);
        if (!is_given)
            job->places[kept++] = job->places[at];
    }
    job->place_count = kept;
}

/* Maps it only where it can neither shrink under us nor is shorter than the runtime says. Without it frames carry all. */
static void map_arena(hn_job *job)
{
    const int seals = job->memory < 0 ? 0 : fcntl(job->memory, F_GET_SEALS);
    struct stat shape;
    if (seals < 0 || (seals & F_SEAL_SHRINK) == 0 || fstat(job->memory, &shape) != 0 || job->welcome.arena == 0
        || (uint64_t)shape.st_size < job->welcome.arena)
        return;
    void *mapped = mmap(NULL, job->welcome.arena, PROT_READ | PROT_WRITE, MAP_SHARED, job->memory, 0);
    job->arena = mapped == MAP_FAILED ? NULL : mapped;
}

/* ---- Answers --------------------------------------------------------------------------------------------------- */

/* A value that this rank cannot use: its caller is told, and the session goes on. */
FORMATTED(3, 4) static void refuse(hn_request *request, hn_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *name = request->comm->name, *quote = *name ? "\"" : "";
    const int length = snprintf(request->text, sizeof request->text, "%s%s%s%s%s: ", request->what, *name ? " " : "", quote, name, quote);
    vsnprintf(request->text + length, sizeof request->text - (size_t)length, format, arguments);
    va_end(arguments);
    request->status = status;
}

static uint64_t part_length(const uint8_t *list, size_t index)
{
    uint64_t length;
    memcpy(&length, list + 4 + 8 * index, sizeof length);
    return length;
}

/* Whether this is the head of a list of so many parts, which fill the length and no more. */
static bool is_list(const uint8_t *head, size_t length, size_t parts)
{
    uint32_t count;
    memcpy(&count, head, sizeof count);
    size_t left = length - (4 + 8 * parts);
    for (size_t i = 0; i < parts; i++) {
        const uint64_t own = part_length(head, i) == MISSING ? 0 : part_length(head, i);
        if (own > left)
            return false;
        left -= own;
    }
    return count == parts && left == 0;
}

/* Copies elements to where they are wanted. They are looked at there: what lies in the arena may change. */
static void take_elements(hn_request *request, const uint8_t *value, size_t length, size_t offset)
{
    uint8_t *out = (uint8_t *)request->take.out + offset;
    if (length != request->take.bytes) {
        refuse(request, HN_MISMATCH, "%zu bytes came for %zu", length, request->take.bytes);
        return;
    }
    put(out, value, length);
    if (request->take.is_logic && !are_logic(out, length)) {
        memset(out, 0, length);
        refuse(request, HN_MISMATCH, "a truth value other than 0 and 1 came");
    }
}

/* Copies the parts of a list, of which the head was copied and checked. */
static void take_rows(hn_request *request, const uint8_t *head, const uint8_t *at, size_t parts)
{
    for (size_t i = 0; i < parts && request->status == HN_OK; i++) {
        const uint64_t length = part_length(head, i);
        if (length != MISSING) {
            take_elements(request, at, length, i * request->take.bytes);
            at += length;
        }
    }
}

/* Parts of a list, or without one all bytes as one part, in one allocation. */
static hn_parts *make_parts(const uint8_t *bytes, size_t length, bool is_parted, size_t parts)
{
    const size_t head = is_parted ? 4 + 8 * parts : 0;
    hn_parts *made = malloc(sizeof *made + parts * sizeof(hn_part) + length - head + 1);
    if (!made)
        return NULL;
    hn_part *part = (hn_part *)(made + 1);
    uint8_t *data = (uint8_t *)(part + parts);
    *made = (hn_parts){parts, part};
    put(data, bytes + head, length - head);
    for (size_t i = 0; i < parts; i++) {
        const uint64_t own = is_parted ? part_length(bytes, i) : length;
        part[i] = own == MISSING ? (hn_part){NULL, 0} : (hn_part){data, own};
        data += part[i].bytes;
    }
    return made;
}

/* A fit of the bytes of docs/spec/runtime.md §6; NULL with `*is_wrong` if they are none, else if there is no memory. */
static hn_fit *make_fit(const uint8_t *bytes, size_t length, size_t columns, bool *is_wrong)
{
    struct reader reader = {bytes, length};
    const uint8_t *vectors = next(&reader, 2 * columns * sizeof(double));
    double norm, deviation, rows;
    uint64_t missing;
    *is_wrong = !vectors || !get(&reader, &norm, 8) || !get(&reader, &deviation, 8) || !get(&reader, &rows, 8) || !get(&reader, &missing, 8)
        || missing > MAX_SIZE || reader.left != missing * sizeof(uint64_t) || !(rows >= 0 && rows < 9007199254740992.0);
    hn_fit *made = *is_wrong ? NULL : malloc(sizeof *made + 2 * columns * sizeof(double) + reader.left);
    if (!made)
        return NULL;
    double *numbers = (double *)(made + 1);
    uint64_t *partitions = (uint64_t *)(numbers + 2 * columns);
    put((uint8_t *)numbers, vectors, 2 * columns * sizeof(double));
    put((uint8_t *)partitions, reader.at, reader.left);
    *made = (hn_fit){columns, numbers, numbers + columns, norm, deviation, (uint64_t)rows, missing, partitions};
    return made;
}

/* Copies a value to where it is wanted. False if the runtime could not have sent it. */
static bool take_value(hn_request *request, const uint8_t *value, size_t length)
{
    const struct take *take = &request->take;
    const size_t size = request->comm->job->welcome.size, head_bytes = 4 + 8 * size;
    uint8_t *head = NULL;
    bool is_wrong = false;
    switch (take->form) {
    case NOTHING:
        return length == 0;
    case DROPPED:
        return true;
    case FILLING:
        take_elements(request, value, length, 0);
        return true;
    case ROWS:
        if (length < head_bytes)
            return false;
        head = malloc(head_bytes); /* in the arena it might change */
        if (!head)
            break;
        put(head, value, head_bytes);
        is_wrong = !is_list(head, length, size);
        if (!is_wrong)
            take_rows(request, head, value + head_bytes, size);
        free(head);
        return !is_wrong;
    case PARTS:
        if (length < head_bytes || !is_list(value, length, size))
            return false;
        request->made = make_parts(value, length, true, size);
        break;
    case ONE:
        request->made = make_parts(value, length, false, 1);
        break;
    case FITTED:
        request->made = make_fit(value, length, take->columns, &is_wrong);
        break;
    }
    if (!request->made && !is_wrong)
        refuse(request, HN_NO_MEMORY, "no memory for %zu bytes", length);
    return !is_wrong;
}

static hn_status status_of(uint16_t code)
{
    static const hn_status known[] = {
        HN_REFUSED, HN_MISMATCH, HN_RANK_LOST, HN_INVALID_CALL, HN_LEFT_BEHIND, HN_SINGULAR, HN_DIVERGED};
    return code < sizeof known / sizeof known[0] ? known[code] : HN_REFUSED;
}

static int count_ranks(const uint8_t *ranks, size_t size)
{
    int count = 0;
    for (size_t rank = 0; rank < size; rank++)
        count += ranks[rank / 8] >> rank % 8 & 1;
    return count;
}

static bool take_result(hn_request *request, const hn_job *job)
{
    struct result got;
    if (!read_result(job->payload, job->payload_bytes, &got) || got.size != job->welcome.size
        || (got.in_arena && got.length > request->target.length))
        return false;
    put(request->ranks, got.contributors, (got.size + 7) / 8);
    const int contributors = count_ranks(request->ranks, got.size);
    request->outcome = (hn_outcome){contributors, (int)got.size - contributors, got.error_bound, got.rounds, got.views, got.sent};
    return take_value(request, got.in_arena ? job->arena + request->target.offset : got.value, got.length);
}

static bool take_refusal(hn_request *request, const hn_job *job)
{
    struct refused got;
    if (!read_refused(job->payload, job->payload_bytes, &got) || got.named > (job->welcome.size + 7) / 8)
        return false;
    put(request->ranks, got.ranks, got.named);
    request->is_lost = true;
    request->outcome.missing = count_ranks(request->ranks, job->welcome.size);
    refuse(request, status_of(got.code), "%.*s", (int)(got.text_length < TEXT ? got.text_length : TEXT), got.text);
    return true;
}

static void free_request(hn_request *request)
{
    hn_request **at = &request->comm->job->requests;
    while (*at != request)
        at = &(*at)->next;
    *at = request->next;
    free(request->made);
    free(request->payload);
    free(request);
}

/* Hands the frame that was read to the request that it answers. */
static hn_status deliver(hn_job *job)
{
    const uint16_t kind = frame_kind(job);
    uint32_t id;
    memcpy(&id, job->header + 8, sizeof id);
    if (kind == END)
        return read_end(job);
    hn_request *request = job->requests;
    while (request && (request->is_done || request->id != id))
        request = request->next;
    const bool is_refused = kind == REFUSED && request && request->expects == RESULT;
    if (!request || (kind != request->expects && !is_refused))
        return fail(HN_PROTOCOL, "the runtime sent a frame of kind %u to request %lu, which did not ask for it", kind, (unsigned long)id);

    bool is_right = true;
    if (is_refused)
        is_right = take_refusal(request, job);
    else if (kind == RESULT)
        is_right = take_result(request, job);
    else {
        request->payload = job->payload;
        request->payload_bytes = job->payload_bytes;
        job->payload = NULL;
        const size_t least = 4 + (kind == SETTLED && (job->welcome.features & INTERVALS) ? sizeof(int64_t) + SEED : 0);
        is_right = request->payload_bytes >= least;
    }
    if (!is_right)
        return fail(HN_PROTOCOL, "the runtime's answer to %s, of kind %u with %zu bytes, is none", request->what, kind, job->payload_bytes);
    give_places(job, request);
    request->is_done = true;
    if (request->is_cancelled) {
        job->has_no_cancelled = --job->cancelled == 0;
        free_request(request);
    }
    return HN_OK;
}

static void end(hn_job *job, hn_status status)
{
    if (job->ended == HN_OK) {
        job->ended = status;
        snprintf(job->end_text, sizeof job->end_text, "%s", last_error);
    }
    pthread_cond_broadcast(&job->turn);
}

/* Reads until something is done, or the session has ended, or nothing is to be had without waiting. One thread reads for
 * all. Whether it is done. */
static bool wait_until(hn_job *job, const bool *is_done, bool waits)
{
    pthread_mutex_lock(&job->lock);
    while (!*is_done && job->ended == HN_OK) {
        if (job->is_reading) {
            if (!waits)
                break;
            pthread_cond_wait(&job->turn, &job->lock);
            continue;
        }
        job->is_reading = true;
        pthread_mutex_unlock(&job->lock);
        bool arrived;
        hn_status status = receive(job, waits, &arrived);
        pthread_mutex_lock(&job->lock);
        job->is_reading = false;
        if (arrived) {
            status = deliver(job);
            drop_frame(job);
        }
        if (status != HN_OK)
            end(job, status);
        pthread_cond_broadcast(&job->turn);
        if (!arrived && !waits)
            break;
    }
    const bool done = *is_done;
    pthread_mutex_unlock(&job->lock);
    return done;
}

/* Sends a frame. A runtime that has ended the session meanwhile has said why: that is what comes of it. */
static hn_status send_frame(hn_job *job, struct iovec *parts, size_t count)
{
    static const bool never = false;
    pthread_mutex_lock(&job->sending);
    pthread_mutex_lock(&job->lock);
    hn_status status = job->ended == HN_OK ? HN_OK : ended(job);
    pthread_mutex_unlock(&job->lock);
    int fault = 0;
    while (status == HN_OK && fault == 0 && count > 0) {
        const struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
        const ssize_t sent = sendmsg(job->descriptor, &message, MSG_NOSIGNAL);
        if (sent < 0) {
            fault = errno == EINTR ? 0 : errno;
            continue;
        }
        size_t left = (size_t)sent;
        for (; count > 0 && left >= parts->iov_len; parts++, count--)
            left -= parts->iov_len;
        if (count > 0) {
            parts->iov_base = (uint8_t *)parts->iov_base + left;
            parts->iov_len -= left;
        }
    }
    if (fault != 0 && fault != EPIPE && fault != ECONNRESET) {
        /* What followed a frame that was broken off would be read as its rest. */
        pthread_mutex_lock(&job->lock);
        end(job, fail(HN_DISCONNECTED, "a frame to the runtime was broken off (%s)", strerror(fault)));
        pthread_mutex_unlock(&job->lock);
    }
    pthread_mutex_unlock(&job->sending);
    if (fault == 0)
        return status;
    wait_until(job, &never, true);
    return ended(job);
}

static hn_status send_bytes(hn_job *job, const void *bytes, size_t length)
{
    struct iovec part = {(void *)(uintptr_t)bytes, length};
    return send_frame(job, &part, 1);
}

/* ---- The job --------------------------------------------------------------------------------------------------- */

static hn_status dial(const char *path, int *descriptor)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fault = ENAMETOOLONG;
    *descriptor = -1;
    if (strlen(path) < sizeof address.sun_path) {
        strcpy(address.sun_path, path);
        *descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (*descriptor >= 0 && connect(*descriptor, (const struct sockaddr *)&address, sizeof address) == 0)
            return HN_OK;
        fault = errno;
    }
    if (*descriptor >= 0)
        close(*descriptor);
    return fail(
        HN_NO_RUNTIME,
        "no runtime listens on %s (%s): start this program with `hypernet run -n 4 -- PROGRAM`, or have an agent start it; "
        "HYPERNET_SOCKET names another socket",
        path, strerror(fault));
}

static hn_status greet(hn_job *job)
{
    uint8_t hello[64];
    bool arrived = false;
    /* Where it cannot be sent, what was read says why. */
    const hn_status sent = send_bytes(job, hello, write_hello(hello, COLLECTIVES | SHARED_MEMORY | INTERVALS));
    hn_status status = sent == HN_OK ? receive(job, true, &arrived) : sent;
    if (!arrived)
        return status;
    if (frame_kind(job) == END)
        status = read_end(job);
    else if (frame_kind(job) != WELCOME || !read_welcome(job->payload, job->payload_bytes, &job->welcome))
        status = fail(HN_PROTOCOL, "the runtime's first frame, of kind %u with %zu bytes, is no WELCOME", frame_kind(job), job->payload_bytes);
    drop_frame(job);
    return status;
}

hn_status hn_connect(const char *path, hn_job **out)
{
    const char *named = getenv("HYPERNET_SOCKET");
    int descriptor;
    const hn_status dialed = dial(path ? path : named && *named ? named : "/run/hypernet/dac.sock", &descriptor);
    if (dialed != HN_OK)
        return dialed;
    hn_job *job = calloc(1, sizeof *job);
    if (!job) {
        close(descriptor);
        return fail(HN_NO_MEMORY, "no memory for a job");
    }
    job->descriptor = descriptor;
    job->memory = -1;
    job->comm.job = job;
    job->has_no_cancelled = true;
    pthread_mutex_init(&job->sending, NULL);
    pthread_mutex_init(&job->lock, NULL);
    pthread_cond_init(&job->turn, NULL);
    const hn_status status = greet(job);
    if (status != HN_OK) {
        hn_close(job);
        return status;
    }
    map_arena(job);
    job->reached = job->welcome.resume;
    job->is_restore_due = job->welcome.resume > 0;
    *out = job;
    return HN_OK;
}

void hn_close(hn_job *job)
{
    if (!job)
        return;
    while (job->requests)
        free_request(job->requests);
    while (job->comm.next) {
        hn_comm *comm = job->comm.next;
        job->comm.next = comm->next;
        free(comm);
    }
    drop_frame(job);
    if (job->arena)
        munmap(job->arena, job->welcome.arena);
    if (job->memory >= 0)
        close(job->memory);
    close(job->descriptor);
    pthread_cond_destroy(&job->turn);
    pthread_mutex_destroy(&job->lock);
    pthread_mutex_destroy(&job->sending);
    free(job);
}

int hn_rank(const hn_job *job) { return (int)job->welcome.rank; }
int hn_size(const hn_job *job) { return (int)job->welcome.size; }
int hn_group(const hn_job *job) { return (int)job->welcome.group; }
int hn_partition(const hn_job *job) { return (int)job->welcome.partition; }
int hn_partitions(const hn_job *job) { return (int)job->welcome.partitions; }
int hn_checkpoints(const hn_job *job) { return (int)job->welcome.checkpoints; }
hn_comm *hn_job_comm(hn_job *job) { return &job->comm; }
hn_job *hn_comm_job(const hn_comm *comm) { return comm->job; }

int hn_reached(hn_job *job)
{
    pthread_mutex_lock(&job->lock);
    const bool is_restore_due = job->is_restore_due;
    pthread_mutex_unlock(&job->lock);
    int number;
    void *state;
    size_t state_bytes;
    if (is_restore_due && hn_restore(job, &number, &state, &state_bytes) == HN_OK)
        hn_free(state);
    pthread_mutex_lock(&job->lock);
    const int reached = (int)job->reached;
    pthread_mutex_unlock(&job->lock);
    return reached;
}

/* As of now: it changes at each checkpoint. */
static hn_status current(hn_job *job, struct interval *interval)
{
    if ((job->welcome.features & INTERVALS) == 0)
        return fail(HN_PROTOCOL, "the runtime tells programs no time and no seed: run a newer one");
    pthread_mutex_lock(&job->lock);
    *interval = job->welcome.interval;
    pthread_mutex_unlock(&job->lock);
    return HN_OK;
}

hn_status hn_time(hn_job *job, int64_t *seconds)
{
    struct interval interval;
    const hn_status status = current(job, &interval);
    if (status == HN_OK)
        *seconds = interval.begin;
    return status;
}

hn_status hn_seed(hn_job *job, uint8_t seed[32])
{
    struct interval interval;
    const hn_status status = current(job, &interval);
    if (status == HN_OK)
        memcpy(seed, interval.seed, sizeof interval.seed);
    return status;
}

const char *hn_input(const hn_job *job)
{
    (void)job;
    const char *named = getenv("HYPERNET_INPUT");
    return named && *named ? named : "/input";
}

/* A request of its own number, linked. Under the lock. */
static hn_status add_request(hn_comm *comm, const char *what, enum kind expects, hn_request **out)
{
    hn_job *job = comm->job;
    hn_request *request = calloc(1, sizeof *request + (job->welcome.size + 7) / 8);
    if (!request)
        return fail(HN_NO_MEMORY, "%s: no memory for a request", what);
    bool is_taken;
    do {
        job->last_id++;
        is_taken = job->last_id == 0;
        for (const hn_request *other = job->requests; other; other = other->next)
            is_taken = is_taken || (!other->is_done && other->id == job->last_id);
    } while (is_taken);
    request->comm = comm;
    request->what = what;
    request->id = job->last_id;
    request->expects = expects;
    request->next = job->requests;
    *out = job->requests = request;
    return HN_OK;
}

/* Every rank closes the same interval: nothing may be on its way. Takes the lock, and waits for what was cancelled. */
static hn_status lock_idle(hn_job *job, const char *what)
{
    wait_until(job, &job->has_no_cancelled, true);
    pthread_mutex_lock(&job->lock);
    for (const hn_request *request = job->requests; request; request = request->next)
        if (!request->is_done)
            return fail(HN_MISUSE, "%s while calls are on their way (%s): hn_wait() for them first", what, request->what);
    return HN_OK;
}

/* Frees a request whose answer has come, or will not come any more. */
static void forget(hn_request *request)
{
    hn_job *job = request->comm->job;
    pthread_mutex_lock(&job->lock);
    free_request(request);
    pthread_mutex_unlock(&job->lock);
}

/* Sends a request that was added, in parts of which the first is its head, and waits for the answer. */
static hn_status ask(hn_request *request, struct iovec *parts, size_t count)
{
    hn_job *job = request->comm->job;
    const hn_status sent = send_frame(job, parts, count);
    const hn_status status = sent != HN_OK ? sent : wait_until(job, &request->is_done, true) ? HN_OK : ended(job);
    if (status != HN_OK)
        forget(request);
    return status;
}

hn_status hn_restore(hn_job *job, int *number, void **state, size_t *state_bytes)
{
    hn_request *request = NULL;
    hn_status status = lock_idle(job, "hn_restore()");
    if (status == HN_OK)
        status = add_request(&job->comm, "hn_restore()", RESTORED, &request);
    pthread_mutex_unlock(&job->lock);
    if (status != HN_OK)
        return status;

    uint8_t head[HEADER];
    write_header(head, 0, RESTORE, request->id);
    struct iovec part = {head, sizeof head};
    status = ask(request, &part, 1);
    if (status != HN_OK)
        return status;
    uint32_t reached;
    memcpy(&reached, request->payload, sizeof reached);
    const size_t bytes = request->payload_bytes - 4;
    pthread_mutex_lock(&job->lock);
    if (reached != job->welcome.resume) {
        status = fail(HN_PROTOCOL, "the runtime restored checkpoint %lu instead of %lu", (unsigned long)reached, (unsigned long)job->welcome.resume);
        end(job, status);
    } else {
        job->is_restore_due = false;
        *number = (int)reached;
        *state_bytes = bytes;
        *state = NULL;
        if (bytes > 0) {
            memmove(request->payload, request->payload + 4, bytes);
            *state = request->payload;
            request->payload = NULL;
        }
    }
    free_request(request);
    pthread_mutex_unlock(&job->lock);
    return status;
}

hn_status hn_checkpoint(hn_job *job, const void *result, size_t result_bytes, const void *state, size_t state_bytes)
{
    hn_request *request = NULL;
    if (result_bytes > MAX_BLOB || state_bytes > MAX_BLOB)
        return fail(
            HN_MISUSE, "the %s has %zu bytes, at most %zu are allowed", result_bytes > MAX_BLOB ? "result" : "state",
            result_bytes > MAX_BLOB ? result_bytes : state_bytes, MAX_BLOB);
    hn_status status = lock_idle(job, "hn_checkpoint()");
    const uint32_t number = job->reached + 1;
    if (status == HN_OK && job->is_restore_due)
        status = fail(HN_MISUSE, "this run resumes at checkpoint %lu: call hn_restore() first and go on from its state, or from hn_reached()", (unsigned long)job->reached);
    else if (status == HN_OK && number > job->welcome.checkpoints)
        status = fail(HN_MISUSE, "all %lu checkpoints of the job are reached", (unsigned long)job->welcome.checkpoints);
    if (status == HN_OK)
        status = add_request(&job->comm, "hn_checkpoint()", SETTLED, &request);
    /* What came too soon to be sent: at a checkpoint it stays the newest for long. */
    uint8_t held[HEADER + 24];
    const size_t held_bytes =
        status == HN_OK && job->held_total > 0 ? write_progress(held, job->held_done, job->held_total, job->held_residual) : 0;
    if (held_bytes > 0)
        job->held_total = 0;
    pthread_mutex_unlock(&job->lock);
    if (status != HN_OK)
        return status;

    uint8_t head[HEADER + 8];
    const size_t length = write_checkpoint(head, request->id, number, result_bytes, state_bytes);
    struct iovec parts[] = {
        {held, held_bytes}, {head, length}, {(void *)(uintptr_t)result, result_bytes}, {(void *)(uintptr_t)state, state_bytes}};
    status = ask(request, parts, 4);
    if (status != HN_OK)
        return status;
    uint32_t settled;
    memcpy(&settled, request->payload, sizeof settled);
    pthread_mutex_lock(&job->lock);
    if (settled == number) {
        struct reader reader = {request->payload + 4, request->payload_bytes - 4};
        job->reached = settled;
        if (job->welcome.features & INTERVALS)
            read_interval(&reader, &job->welcome.interval);
    } else {
        status = fail(HN_PROTOCOL, "the runtime settled checkpoint %lu instead of %lu", (unsigned long)settled, (unsigned long)number);
        end(job, status);
    }
    free_request(request);
    pthread_mutex_unlock(&job->lock);
    return status;
}

static hn_status report(hn_job *job, uint64_t done, uint64_t total, double residual)
{
    if (total == 0 || done > total)
        return fail(
            HN_MISUSE, "progress of %llu of %llu: needs done <= total and total >= 1", (unsigned long long)done, (unsigned long long)total);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    pthread_mutex_lock(&job->lock);
    const double passed = difftime(now.tv_sec, job->progress_at.tv_sec) + 1e-9 * (double)(now.tv_nsec - job->progress_at.tv_nsec);
    const bool is_due = passed >= 0.1 || done == total;
    if (is_due)
        job->progress_at = now;
    job->held_done = done;
    job->held_total = is_due ? 0 : total;
    job->held_residual = residual;
    pthread_mutex_unlock(&job->lock);
    uint8_t frame[HEADER + 24];
    return is_due ? send_bytes(job, frame, write_progress(frame, done, total, residual)) : HN_OK;
}

hn_status hn_progress(hn_job *job, uint64_t done, uint64_t total)
{
    return report(job, done, total, -1);
}

hn_status hn_progress_residual(hn_job *job, uint64_t done, uint64_t total, double residual)
{
    if (!(residual >= 0 && residual <= DBL_MAX))
        return fail(HN_MISUSE, "a residual of %g: needs a finite number from 0", residual);
    return report(job, done, total, residual);
}

hn_status hn_log(hn_job *job, const char *text)
{
    hn_status status = HN_OK;
    while (status == HN_OK && *text != '\0') {
        uint8_t frame[HEADER + MAX_LOG];
        status = send_bytes(job, frame, write_log(frame, &text));
        text += *text == '\n';
    }
    return status;
}

hn_status hn_finish(hn_job *job)
{
    hn_status status = lock_idle(job, "hn_finish()");
    const bool is_finished = job->is_finished;
    if (status == HN_OK && job->reached < job->welcome.checkpoints)
        status = fail(
            HN_MISUSE, "only %lu of %lu checkpoints are reached", (unsigned long)job->reached, (unsigned long)job->welcome.checkpoints);
    pthread_mutex_unlock(&job->lock);
    if (status != HN_OK || is_finished)
        return status;
    uint8_t frame[HEADER];
    write_header(frame, 0, FINISH, 0);
    status = send_bytes(job, frame, sizeof frame);
    if (status != HN_OK)
        return status;
    pthread_mutex_lock(&job->lock);
    job->is_finished = true;
    fail(HN_MISUSE, "hn_finish() has ended this run");
    end(job, HN_MISUSE);
    pthread_mutex_unlock(&job->lock);
    return HN_OK;
}

/* ---- Calls ----------------------------------------------------------------------------------------------------- */

hn_status hn_comm_with(hn_comm *comm, const hn_options *options, hn_comm **out)
{
    hn_options wanted = *options;
    const char *name = wanted.name ? wanted.name : "";
    const size_t length = strlen(name);
    size_t at = 0;
    while (at < length && character(name + at) > 0)
        at += character(name + at);
    if (length > MAX_NAME || at < length)
        return fail(HN_MISUSE, "a name of %zu bytes: at most %d of UTF-8 are allowed", length, MAX_NAME);
    if ((unsigned)wanted.exactness > HN_FIXED || wanted.digits < 0 || wanted.digits > 17)
        return fail(HN_MISUSE, "exactness %d with %d digits: needs 0 to 2, and 0 to 17", (int)wanted.exactness, wanted.digits);
    for (size_t i = 0; i < sizeof wanted.reserved / sizeof wanted.reserved[0]; i++)
        if (wanted.reserved[i] != 0)
            return fail(HN_MISUSE, "reserved options must be 0: begin with hn_options options = {0}");

    hn_job *job = comm->job;
    hn_status status = HN_OK;
    pthread_mutex_lock(&job->lock);
    hn_comm *found = &job->comm;
    while (found && (strcmp(found->name, name) != 0 || found->options.strict != wanted.strict || found->options.exactness != wanted.exactness
                     || found->options.digits != wanted.digits))
        found = found->next;
    if (!found && !(found = calloc(1, sizeof *found)))
        status = fail(HN_NO_MEMORY, "no memory for a comm");
    else if (!found->job) {
        found->job = job;
        memcpy(found->name, name, length);
        found->options = wanted;
        found->options.name = found->name;
        found->next = job->comm.next;
        job->comm.next = found;
    }
    pthread_mutex_unlock(&job->lock);
    if (status == HN_OK)
        *out = found;
    return status;
}

/* Books a call, and finds places for what is large. Under the lock. */
static hn_status book(hn_comm *comm, const char *what, size_t length, struct take take, size_t expected, hn_request **out)
{
    hn_job *job = comm->job;
    if (job->ended != HN_OK)
        return ended(job);
    size_t calls = 0, bytes = 0;
    for (const hn_request *other = job->requests; other; other = other->next)
        if (!other->is_done) {
            if (other->expects != RESULT)
                return fail(HN_MISUSE, "%s while %s waits for its answer", what, other->what);
            calls++;
            bytes += other->length;
        }
    if (calls == MAX_CALLS || bytes + length > MAX_BYTES)
        return fail(
            HN_MISUSE, "%s: %zu calls with %zu bytes are on their way; at most %d may be, with %zu: hn_wait() for one first", what, calls,
            bytes, MAX_CALLS, MAX_BYTES);
    hn_request *request;
    const hn_status status = add_request(comm, what, RESULT, &request);
    if (status != HN_OK)
        return status;
    if (length > SHARED_FROM)
        request->source = take_place(job, length);
    if (expected > SHARED_FROM)
        request->target = request->source.length == expected ? request->source : take_place(job, expected);
    request->length = length;
    request->take = take;
    *out = request;
    return HN_OK;
}

/* Starts a call of a contribution in pieces; `expected` is the length of the value where it is known. */
static hn_status start(
    hn_comm *comm, const char *what, struct call call, const struct piece *pieces, size_t count, struct take take, size_t expected,
    hn_request **out)
{
    hn_job *job = comm->job;
    *out = NULL;
    if ((job->welcome.features & COLLECTIVES) == 0)
        return fail(HN_NO_COLLECTIVES, "this runtime offers no collectives, so no %s: start the program with `hypernet run -n 4 -- PROGRAM`", what);
    if (call.root >= job->welcome.size)
        return fail(HN_MISUSE, "%s: root %d of %lu ranks", what, (int)call.root, (unsigned long)job->welcome.size);
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        if (pieces[i].length > MAX_BYTES - length)
            return fail(HN_MISUSE, "%s: a contribution has at most %zu bytes", what, MAX_BYTES);
        length += pieces[i].length;
    }

    hn_request *request = NULL;
    pthread_mutex_lock(&job->lock);
    hn_status status = book(comm, what, length, take, expected, &request);
    pthread_mutex_unlock(&job->lock);
    if (status != HN_OK)
        return status;

    const bool is_sum = call.operator >= HN_SUM && call.operator <= WEIGHTED_MEAN;
    call.exactness = (uint8_t)(is_sum ? comm->options.exactness : HN_DEFAULT);
    call.digits = (uint8_t)(is_sum ? comm->options.digits : 0);
    call.on_loss = comm->options.strict;
    call.name = comm->name;
    const bool is_shared = request->source.length > 0;
    uint8_t head[HEADER + CALL_HEAD + MAX_NAME];
    struct iovec parts[5] = {{head, write_call(head, request->id, &call, length, request->source, request->target)}};
    for (size_t i = 0, at = request->source.offset; i < count; at += pieces[i++].length)
        if (is_shared)
            put(job->arena + at, pieces[i].bytes, pieces[i].length);
        else
            parts[i + 1] = (struct iovec){(void *)(uintptr_t)pieces[i].bytes, pieces[i].length};
    if (!is_shared && length > MAX_BLOB)
        status = fail(HN_MISUSE, "%s: %zu bytes do not fit into the shared memory, and a frame takes %zu", what, length, MAX_BLOB);
    else
        status = send_frame(job, parts, is_shared ? 1 : count + 1);
    if (status == HN_OK) {
        *out = request;
        return HN_OK;
    }
    pthread_mutex_lock(&job->lock);
    give_places(job, request);
    free_request(request);
    pthread_mutex_unlock(&job->lock);
    return status;
}

const hn_outcome *hn_last(void) { return &last.outcome; }

static size_t list_ranks(const uint8_t *bits, int *ranks, size_t room)
{
    size_t count = 0;
    for (int rank = 0; rank < MAX_SIZE; rank++)
        if (bits[rank / 8] >> rank % 8 & 1) {
            if (count < room)
                ranks[count] = rank;
            count++;
        }
    return count;
}

size_t hn_last_contributors(int *ranks, size_t room) { return list_ranks(last.contributors, ranks, room); }
size_t hn_last_missing(int *ranks, size_t room) { return list_ranks(last.missing, ranks, room); }

/* Merges the rows of those that contributed in the fixed tree of docs/spec/runtime.md §5. */
static void fold(hn_request *request)
{
    const struct take *take = &request->take;
    const size_t size = request->comm->job->welcome.size;
    uint8_t *rows = take->out, *is_there = request->ranks;
    for (size_t span = 1; span < size; span *= 2)
        for (size_t low = 0; low + span < size; low += 2 * span) {
            const size_t high = low + span;
            if (!(is_there[high / 8] >> high % 8 & 1))
                continue;
            if (is_there[low / 8] >> low % 8 & 1)
                take->merge.into(rows + low * take->bytes, rows + high * take->bytes, take->count, take->merge.context);
            else
                put(rows + low * take->bytes, rows + high * take->bytes, take->bytes);
            is_there[low / 8] |= (uint8_t)(1u << low % 8);
        }
    put(take->merged, rows, take->bytes);
}

/* Hands a value over that has come, and says how it went. */
static hn_status hand_over(hn_request *request)
{
    const uint32_t size = request->comm->job->welcome.size;
    last.outcome = request->outcome;
    memset(last.contributors, 0, sizeof last.contributors);
    memset(last.missing, 0, sizeof last.missing);
    for (uint32_t rank = 0; rank < size; rank++) {
        const uint8_t bit = (uint8_t)(1u << rank % 8);
        const bool is_named = (request->ranks[rank / 8] & bit) != 0;
        if (is_named && !request->is_lost)
            last.contributors[rank / 8] |= bit;
        else if (is_named == request->is_lost)
            last.missing[rank / 8] |= bit;
    }
    if (request->status != HN_OK)
        return fail(request->status, "%s", request->text);
    const enum form form = request->take.form;
    if (form == PARTS || form == ONE || form == FITTED || (form == NOTHING && request->take.out)) {
        memcpy(request->take.out, &request->made, sizeof request->made);
        request->made = NULL;
    }
    if (request->take.merge.into)
        fold(request);
    return HN_OK;
}

static hn_status end_request(hn_request **request, bool waits, bool *is_done)
{
    hn_job *job = (*request)->comm->job;
    hn_status status = HN_OK;
    *is_done = wait_until(job, &(*request)->is_done, waits);
    if (*is_done)
        status = hand_over(*request);
    else {
        pthread_mutex_lock(&job->lock);
        if (job->ended != HN_OK) {
            status = ended(job);
            *is_done = true;
        }
        pthread_mutex_unlock(&job->lock);
    }
    if (*is_done) {
        forget(*request);
        *request = NULL;
    }
    return status;
}

hn_status hn_wait(hn_request **request)
{
    bool is_done;
    return *request ? end_request(request, true, &is_done) : HN_OK;
}

hn_status hn_test(hn_request **request, bool *done)
{
    *done = true;
    if (*request && (*request)->comm->job->welcome.checkpoints > 0) {
        *done = false;
        return fail(HN_MISUSE, "hn_test() of a %s: in a job it differs between replicas, whose results must be equal; use hn_wait()", (*request)->what);
    }
    return *request ? end_request(request, false, done) : HN_OK;
}

hn_status hn_wait_all(hn_request **requests, size_t count)
{
    hn_status status = HN_OK;
    char text[TEXT];
    for (size_t i = 0; i < count; i++) {
        const hn_status ended_with = hn_wait(requests + i);
        if (status == HN_OK && ended_with != HN_OK) {
            status = ended_with;
            memcpy(text, last_error, sizeof text);
        }
    }
    return status == HN_OK ? HN_OK : fail(status, "%s", text);
}

void hn_cancel(hn_request **request)
{
    if (!*request)
        return;
    hn_job *job = (*request)->comm->job;
    pthread_mutex_lock(&job->lock);
    if ((*request)->is_done)
        free_request(*request);
    else {
        (*request)->is_cancelled = true;
        (*request)->take.form = DROPPED;
        job->cancelled++;
        job->has_no_cancelled = false;
    }
    pthread_mutex_unlock(&job->lock);
    *request = NULL;
}

/* ---- Collectives ----------------------------------------------------------------------------------------------- */

/* Bytes of so many elements: more than any contribution may have where there is no such type, or too many. */
static size_t bytes_of(hn_type type, size_t count)
{
    static const uint8_t widths[] = {1, 8, 4, 4, 8, 8, 1};
    const size_t width = (unsigned)type < sizeof widths ? widths[type] : SIZE_MAX;
    return count > MAX_BYTES / width ? MAX_BYTES + 1 : count * width;
}

static size_t product(size_t rows, size_t columns) { return columns > 0 && rows > MAX_BYTES / columns ? MAX_BYTES : rows * columns; }

static bool is_root(const hn_comm *comm, int root) { return (int)comm->job->welcome.rank == root; }

static struct call described(enum operation operation, hn_type type, size_t count, int root)
{
    return (struct call){
        .operation = (uint8_t)operation, .type = (uint8_t)type, .root = (uint32_t)root, .count = type == HN_BYTES ? 0 : count};
}

static struct take filling(void *out, hn_type type, size_t bytes)
{
    return (struct take){.form = FILLING, .is_logic = type == HN_BOOL, .out = out, .bytes = bytes};
}

static hn_status reduce(
    hn_comm *comm, const char *what, enum operation operation, const void *x, size_t count, hn_type type, int op, int root,
    const double *weight, void *out, hn_request **request)
{
    const struct piece pieces[] = {{x, bytes_of(type, count)}, {weight, sizeof *weight}};
    const bool receives = operation == ALL_REDUCE || is_root(comm, root);
    struct call call = described(operation, type, count, root);
    call.operator = (uint8_t)op;
    return start(
        comm, what, call, pieces, weight ? 2 : 1, receives ? filling(out, type, pieces[0].length) : (struct take){0},
        receives ? pieces[0].length : 0, request);
}

static hn_status gather(
    hn_comm *comm, const char *what, enum operation operation, const void *x, size_t count, hn_type type, int root, void *out,
    hn_request **request)
{
    const struct piece piece = {x, bytes_of(type, count)};
    const bool receives = operation == ALL_GATHER || is_root(comm, root);
    const struct take rows = {.form = ROWS, .is_logic = type == HN_BOOL, .out = out, .bytes = piece.length};
    return start(
        comm, what, described(operation, type, count, root), &piece, 1, receives ? rows : (struct take){0},
        receives ? 4 + comm->job->welcome.size * (8 + piece.length) : 0, request);
}

/* 64 bits that tell the merges of a program apart: FNV-1a (G. Fowler, L. C. Noll, P. Vo). 0 is that of no merge. */
static uint64_t told_by(const char *name)
{
    uint64_t hash = 14695981039346656037u;
    for (; *name; name++)
        hash = (hash ^ (uint8_t)*name) * 1099511628211u;
    return hash ? hash : 1;
}

static hn_status reduce_by(
    hn_comm *comm, const char *what, enum operation operation, const void *x, size_t count, hn_type type, const hn_merge *merge, int root,
    void *out, hn_request **request)
{
    const struct piece piece = {x, bytes_of(type, count)};
    const size_t size = comm->job->welcome.size;
    *request = NULL;
    if (!merge->name || !merge->into)
        return fail(HN_MISUSE, "%s: a merge has a name and a function", what);
    if (piece.length > MAX_BYTES)
        return fail(HN_MISUSE, "%s: at most %zu bytes, of one of the types", what, MAX_BYTES);
    struct call call = described(operation, type, count, root);
    call.parameter = told_by(merge->name);
    if (operation == GATHER && !is_root(comm, root))
        return start(comm, what, call, &piece, 1, (struct take){0}, 0, request);
    void *rows = calloc(size, piece.length + 1);
    if (!rows)
        return fail(HN_NO_MEMORY, "%s: no memory for what %zu ranks give, of %zu bytes each", what, size, piece.length);
    const struct take take = {
        .form = ROWS, .is_logic = type == HN_BOOL, .out = rows, .bytes = piece.length, .merge = *merge, .count = count, .merged = out};
    const hn_status status = start(comm, what, call, &piece, 1, take, 4 + size * (8 + piece.length), request);
    if (status == HN_OK)
        (*request)->made = rows; /* nobody else has the request yet */
    else
        free(rows);
    return status;
}

static hn_status move_bytes(
    hn_comm *comm, const char *what, enum operation operation, const void *data, size_t bytes, int root, enum form form, hn_parts **out,
    hn_request **request)
{
    const struct piece piece = {data, bytes};
    return start(comm, what, described(operation, HN_BYTES, 0, root), &piece, 1, (struct take){.form = form, .out = out}, 0, request);
}

/* A list of parts of given lengths, up to the parts: to be freed. */
static uint8_t *list_head(hn_comm *comm, size_t room)
{
    uint8_t *head = malloc(4 + 8 * (size_t)comm->job->welcome.size + room);
    if (head)
        put32(head, comm->job->welcome.size);
    else
        fail(HN_NO_MEMORY, "scatter: no memory for the list of parts");
    return head;
}

hn_status hn_iall_reduce(hn_comm *comm, const void *x, size_t count, hn_type type, hn_op op, void *out, hn_request **request)
{
    return reduce(comm, "all_reduce", ALL_REDUCE, x, count, type, op, 0, NULL, out, request);
}

hn_status hn_ireduce(hn_comm *comm, const void *x, size_t count, hn_type type, hn_op op, int root, void *out, hn_request **request)
{
    return reduce(comm, "reduce", REDUCE, x, count, type, op, root, NULL, out, request);
}

hn_status hn_iall_reduce_by(
    hn_comm *comm, const void *x, size_t count, hn_type type, const hn_merge *merge, void *out, hn_request **request)
{
    return reduce_by(comm, "all_reduce_by", ALL_GATHER, x, count, type, merge, 0, out, request);
}

hn_status hn_ireduce_by(
    hn_comm *comm, const void *x, size_t count, hn_type type, const hn_merge *merge, int root, void *out, hn_request **request)
{
    return reduce_by(comm, "reduce_by", GATHER, x, count, type, merge, root, out, request);
}

hn_status hn_isum(hn_comm *comm, const double *x, size_t count, double *out, hn_request **request)
{
    return reduce(comm, "sum", ALL_REDUCE, x, count, HN_F64, HN_SUM, 0, NULL, out, request);
}

hn_status hn_imean(hn_comm *comm, const double *x, size_t count, double *out, hn_request **request)
{
    return reduce(comm, "mean", ALL_REDUCE, x, count, HN_F64, HN_MEAN, 0, NULL, out, request);
}

hn_status hn_imin(hn_comm *comm, const double *x, size_t count, double *out, hn_request **request)
{
    return reduce(comm, "min", ALL_REDUCE, x, count, HN_F64, HN_MIN, 0, NULL, out, request);
}

hn_status hn_imax(hn_comm *comm, const double *x, size_t count, double *out, hn_request **request)
{
    return reduce(comm, "max", ALL_REDUCE, x, count, HN_F64, HN_MAX, 0, NULL, out, request);
}

hn_status hn_iweighted_mean(hn_comm *comm, const double *x, size_t count, double weight, double *out, hn_request **request)
{
    return reduce(comm, "weighted_mean", ALL_REDUCE, x, count, HN_F64, WEIGHTED_MEAN, 0, &weight, out, request);
}

hn_status hn_iagree(hn_comm *comm, bool vote, bool *all, hn_request **request)
{
    const struct piece piece = {&vote, sizeof vote};
    struct call call = described(ALL_REDUCE, HN_BOOL, 1, 0);
    call.operator = HN_AND;
    call.parameter = DECISION;
    return start(comm, "agree", call, &piece, 1, filling(all, HN_BOOL, sizeof vote), sizeof vote, request);
}

hn_status hn_ibarrier(hn_comm *comm, hn_request **request)
{
    return start(comm, "barrier", described(BARRIER, HN_BYTES, 0, 0), NULL, 0, (struct take){0}, 0, request);
}

hn_status hn_ibroadcast(hn_comm *comm, void *buffer, size_t count, hn_type type, int root, hn_request **request)
{
    const struct piece piece = {buffer, bytes_of(type, count)};
    if (piece.length > MAX_BYTES)
        return *request = NULL, fail(HN_MISUSE, "broadcast: at most %zu bytes, of one of the types", MAX_BYTES);
    const bool gives = is_root(comm, root);
    return start(
        comm, "broadcast", described(BROADCAST, type, count, root), &piece, gives ? 1 : 0,
        gives ? (struct take){.form = DROPPED} : filling(buffer, type, piece.length), piece.length, request);
}

hn_status hn_iall_gather(hn_comm *comm, const void *x, size_t count, hn_type type, void *out, hn_request **request)
{
    return gather(comm, "all_gather", ALL_GATHER, x, count, type, 0, out, request);
}

hn_status hn_igather(hn_comm *comm, const void *x, size_t count, hn_type type, int root, void *out, hn_request **request)
{
    return gather(comm, "gather", GATHER, x, count, type, root, out, request);
}

hn_status hn_iscatter(hn_comm *comm, const void *x, size_t count, hn_type type, int root, void *out, hn_request **request)
{
    const size_t bytes = bytes_of(type, count), size = comm->job->welcome.size;
    const struct call call = described(SCATTER, type, count, root);
    *request = NULL;
    if (bytes > MAX_BYTES)
        return fail(HN_MISUSE, "scatter: at most %zu bytes, of one of the types", MAX_BYTES);
    if (!is_root(comm, root))
        return start(comm, "scatter", call, NULL, 0, filling(out, type, bytes), bytes, request);
    uint8_t *head = list_head(comm, 0);
    if (!head)
        return HN_NO_MEMORY;
    for (size_t i = 0; i < size; i++)
        put64(head + 4 + 8 * i, bytes);
    const struct piece pieces[] = {{head, 4 + 8 * size}, {x, bytes * size}};
    const hn_status status = start(comm, "scatter", call, pieces, 2, filling(out, type, bytes), bytes, request);
    free(head);
    return status;
}

hn_status hn_iall_gather_bytes(hn_comm *comm, const void *data, size_t bytes, hn_parts **out, hn_request **request)
{
    return move_bytes(comm, "all_gather_bytes", ALL_GATHER, data, bytes, 0, PARTS, out, request);
}

hn_status hn_igather_bytes(hn_comm *comm, const void *data, size_t bytes, int root, hn_parts **out, hn_request **request)
{
    return move_bytes(comm, "gather_bytes", GATHER, data, bytes, root, is_root(comm, root) ? PARTS : NOTHING, out, request);
}

hn_status hn_iscatter_bytes(hn_comm *comm, const hn_part *parts, int root, hn_parts **out, hn_request **request)
{
    const size_t size = is_root(comm, root) ? comm->job->welcome.size : 0;
    size_t bytes = 0;
    *request = NULL;
    for (size_t i = 0; i < size; i++) {
        if (parts[i].bytes > MAX_BYTES - bytes)
            return fail(HN_MISUSE, "scatter_bytes: a contribution has at most %zu bytes", MAX_BYTES);
        bytes += parts[i].bytes;
    }
    if (size == 0)
        return move_bytes(comm, "scatter_bytes", SCATTER, NULL, 0, root, ONE, out, request);
    uint8_t *list = list_head(comm, bytes);
    if (!list)
        return HN_NO_MEMORY;
    uint8_t *at = list + 4 + 8 * size;
    for (size_t i = 0; i < size; i++) {
        put64(list + 4 + 8 * i, parts[i].bytes);
        at = put(at, parts[i].data, parts[i].bytes);
    }
    const hn_status status = move_bytes(comm, "scatter_bytes", SCATTER, list, (size_t)(at - list), root, ONE, out, request);
    free(list);
    return status;
}

hn_status hn_ibroadcast_bytes(hn_comm *comm, const void *data, size_t bytes, int root, hn_parts **out, hn_request **request)
{
    return move_bytes(comm, "broadcast_bytes", BROADCAST, data, is_root(comm, root) ? bytes : 0, root, ONE, out, request);
}

hn_status hn_idot(hn_comm *comm, const double *x, const double *y, size_t count, double *out, hn_request **request)
{
    const struct piece pieces[] = {{x, bytes_of(HN_F64, count)}, {y, bytes_of(HN_F64, count)}};
    return start(comm, "dot", described(DOT, HN_F64, 0, 0), pieces, 2, filling(out, HN_F64, sizeof *out), 0, request);
}

hn_status hn_inorm(hn_comm *comm, const double *x, size_t count, double *out, hn_request **request)
{
    const struct piece piece = {x, bytes_of(HN_F64, count)};
    return start(comm, "norm", described(NORM, HN_F64, 0, 0), &piece, 1, filling(out, HN_F64, sizeof *out), 0, request);
}

hn_status hn_imatvec_by_columns(
    hn_comm *comm, const double *matrix, size_t rows, size_t own, const double *x, double *out, hn_request **request)
{
    const struct piece pieces[] = {{matrix, bytes_of(HN_F64, product(rows, own))}, {x, bytes_of(HN_F64, own)}};
    const size_t bytes = bytes_of(HN_F64, rows);
    return start(
        comm, "matvec_by_columns", described(MATVEC_COLUMNS, HN_F64, rows, 0), pieces, 2, filling(out, HN_F64, bytes), bytes, request);
}

hn_status hn_imatvec_by_rows(
    hn_comm *comm, const double *matrix, size_t first, size_t own, size_t rows, const double *x, size_t columns, double *out,
    hn_request **request)
{
    const uint64_t head[] = {first, own};
    const struct piece pieces[] = {{head, sizeof head}, {matrix, bytes_of(HN_F64, product(own, columns))}, {x, bytes_of(HN_F64, columns)}};
    const size_t bytes = bytes_of(HN_F64, rows);
    return start(comm, "matvec_by_rows", described(MATVEC_ROWS, HN_F64, rows, 0), pieces, 3, filling(out, HN_F64, bytes), bytes, request);
}

hn_status hn_ileast_squares_partition(
    hn_comm *comm, const double *matrix, const double *values, size_t rows, size_t columns, uint32_t partition, uint32_t partitions,
    hn_fit **out, hn_request **request)
{
    const uint64_t head[] = {1, partition, rows};
    const struct piece pieces[] = {{head, sizeof head}, {matrix, bytes_of(HN_F64, product(rows, columns))}, {values, bytes_of(HN_F64, rows)}};
    struct call call = described(LEAST_SQUARES, HN_F64, columns, 0);
    call.parameter = partitions;
    return start(comm, "least_squares", call, pieces, 3, (struct take){.form = FITTED, .out = out, .columns = columns}, 0, request);
}

hn_status hn_ileast_squares(
    hn_comm *comm, const double *matrix, const double *values, size_t rows, size_t columns, hn_fit **out, hn_request **request)
{
    return hn_ileast_squares_partition(comm, matrix, values, rows, columns, comm->job->welcome.rank, 0, out, request);
}

/* ---- The same, waited for -------------------------------------------------------------------------------------- */

#define WAITED_FOR(started)                                        \
    hn_request *request = NULL;                                    \
    const hn_status status = (started);                            \
    return status == HN_OK ? hn_wait(&request) : status

hn_status hn_all_reduce(hn_comm *comm, const void *x, size_t count, hn_type type, hn_op op, void *out)
{
    WAITED_FOR(hn_iall_reduce(comm, x, count, type, op, out, &request));
}

hn_status hn_reduce(hn_comm *comm, const void *x, size_t count, hn_type type, hn_op op, int root, void *out)
{
    WAITED_FOR(hn_ireduce(comm, x, count, type, op, root, out, &request));
}

hn_status hn_all_reduce_by(hn_comm *comm, const void *x, size_t count, hn_type type, const hn_merge *merge, void *out)
{
    WAITED_FOR(hn_iall_reduce_by(comm, x, count, type, merge, out, &request));
}

hn_status hn_reduce_by(hn_comm *comm, const void *x, size_t count, hn_type type, const hn_merge *merge, int root, void *out)
{
    WAITED_FOR(hn_ireduce_by(comm, x, count, type, merge, root, out, &request));
}

hn_status hn_sum(hn_comm *comm, const double *x, size_t count, double *out) { WAITED_FOR(hn_isum(comm, x, count, out, &request)); }
hn_status hn_mean(hn_comm *comm, const double *x, size_t count, double *out) { WAITED_FOR(hn_imean(comm, x, count, out, &request)); }
hn_status hn_min(hn_comm *comm, const double *x, size_t count, double *out) { WAITED_FOR(hn_imin(comm, x, count, out, &request)); }
hn_status hn_max(hn_comm *comm, const double *x, size_t count, double *out) { WAITED_FOR(hn_imax(comm, x, count, out, &request)); }

hn_status hn_weighted_mean(hn_comm *comm, const double *x, size_t count, double weight, double *out)
{
    WAITED_FOR(hn_iweighted_mean(comm, x, count, weight, out, &request));
}

hn_status hn_agree(hn_comm *comm, bool vote, bool *all) { WAITED_FOR(hn_iagree(comm, vote, all, &request)); }
hn_status hn_barrier(hn_comm *comm) { WAITED_FOR(hn_ibarrier(comm, &request)); }

hn_status hn_broadcast(hn_comm *comm, void *buffer, size_t count, hn_type type, int root)
{
    WAITED_FOR(hn_ibroadcast(comm, buffer, count, type, root, &request));
}

hn_status hn_all_gather(hn_comm *comm, const void *x, size_t count, hn_type type, void *out)
{
    WAITED_FOR(hn_iall_gather(comm, x, count, type, out, &request));
}

hn_status hn_gather(hn_comm *comm, const void *x, size_t count, hn_type type, int root, void *out)
{
    WAITED_FOR(hn_igather(comm, x, count, type, root, out, &request));
}

hn_status hn_scatter(hn_comm *comm, const void *x, size_t count, hn_type type, int root, void *out)
{
    WAITED_FOR(hn_iscatter(comm, x, count, type, root, out, &request));
}

hn_status hn_all_gather_bytes(hn_comm *comm, const void *data, size_t bytes, hn_parts **out)
{
    WAITED_FOR(hn_iall_gather_bytes(comm, data, bytes, out, &request));
}

hn_status hn_gather_bytes(hn_comm *comm, const void *data, size_t bytes, int root, hn_parts **out)
{
    WAITED_FOR(hn_igather_bytes(comm, data, bytes, root, out, &request));
}

hn_status hn_scatter_bytes(hn_comm *comm, const hn_part *parts, int root, hn_parts **out)
{
    WAITED_FOR(hn_iscatter_bytes(comm, parts, root, out, &request));
}

hn_status hn_broadcast_bytes(hn_comm *comm, const void *data, size_t bytes, int root, hn_parts **out)
{
    WAITED_FOR(hn_ibroadcast_bytes(comm, data, bytes, root, out, &request));
}

hn_status hn_dot(hn_comm *comm, const double *x, const double *y, size_t count, double *out)
{
    WAITED_FOR(hn_idot(comm, x, y, count, out, &request));
}

hn_status hn_norm(hn_comm *comm, const double *x, size_t count, double *out) { WAITED_FOR(hn_inorm(comm, x, count, out, &request)); }

hn_status hn_matvec_by_columns(hn_comm *comm, const double *matrix, size_t rows, size_t own, const double *x, double *out)
{
    WAITED_FOR(hn_imatvec_by_columns(comm, matrix, rows, own, x, out, &request));
}

hn_status hn_matvec_by_rows(
    hn_comm *comm, const double *matrix, size_t first, size_t own, size_t rows, const double *x, size_t columns, double *out)
{
    WAITED_FOR(hn_imatvec_by_rows(comm, matrix, first, own, rows, x, columns, out, &request));
}

hn_status hn_least_squares(hn_comm *comm, const double *matrix, const double *values, size_t rows, size_t columns, hn_fit **out)
{
    WAITED_FOR(hn_ileast_squares(comm, matrix, values, rows, columns, out, &request));
}

hn_status hn_least_squares_partition(
    hn_comm *comm, const double *matrix, const double *values, size_t rows, size_t columns, uint32_t partition, uint32_t partitions,
    hn_fit **out)
{
    WAITED_FOR(hn_ileast_squares_partition(comm, matrix, values, rows, columns, partition, partitions, out, &request));
}
