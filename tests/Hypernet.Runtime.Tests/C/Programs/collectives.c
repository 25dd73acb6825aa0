/* Every collective by any number of ranks, with results that are known; says "right" or where it is not. */
#include <hypernet.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(claim)                                                                                        \
    do {                                                                                                    \
        if (!(claim)) {                                                                                     \
            printf("line %d: %s (%s)\n", __LINE__, #claim, hn_last_error());                                \
            exit(1);                                                                                        \
        }                                                                                                   \
    } while (0)

enum { LARGE = 100000, AT_ONCE = 64, THREADS = 4, TURNS = 25 };

static hn_job *job;
static hn_comm *comm;
static int rank, size;

static void reductions(void)
{
    const int64_t mine[] = {rank, 1};
    int64_t whole[2];
    CHECK(hn_all_reduce(comm, mine, 2, HN_I64, HN_SUM, whole) == HN_OK && whole[0] == size * (size - 1) / 2 && whole[1] == size);
    float singles[] = {(float)rank, 0.5f};
    CHECK(hn_all_reduce(comm, singles, 2, HN_F32, HN_MEAN, singles) == HN_OK && singles[0] == (float)(size - 1) / 2 && singles[1] == 0.5f);
    const uint64_t bit = (uint64_t)1 << rank;
    uint64_t bits = 0;
    CHECK(hn_all_reduce(comm, &bit, 1, HN_U64, HN_OR, &bits) == HN_OK && bits == ((uint64_t)1 << size) - 1);
    int32_t least = 7;
    const int32_t negative = -rank;
    CHECK(hn_reduce(comm, &negative, 1, HN_I32, HN_MIN, size - 1, &least) == HN_OK && least == (rank == size - 1 ? 1 - size : 7));

    double x[] = {rank == 0 ? 1e300 : rank == size - 1 ? -1e300 : 0, 0.5}, out[2];
    CHECK(hn_sum(comm, x, 2, out) == HN_OK && out[0] == (size == 1 ? 1e300 : 0) && out[1] == 0.5 * size);
    CHECK(hn_last()->contributors == size && hn_last()->missing == 0 && hn_last()->error_bound == 0 && hn_last()->views == 1);
    x[0] = rank;
    CHECK(hn_mean(comm, x, 2, out) == HN_OK && out[0] == (size - 1) / 2.0 && out[1] == 0.5);
    CHECK(hn_weighted_mean(comm, x, 1, rank == 0 ? 1 : 0, out) == HN_OK && out[0] == 0);
    CHECK(hn_min(comm, x, 1, out) == HN_OK && out[0] == 0 && hn_max(comm, x, 1, x) == HN_OK && x[0] == size - 1);
    bool all = true;
    CHECK(hn_agree(comm, rank > 0, &all) == HN_OK && !all && hn_agree(comm, true, &all) == HN_OK && all);
    CHECK(hn_barrier(comm) == HN_OK && hn_sum(comm, NULL, 0, NULL) == HN_OK);
}

static void movements(void)
{
    double pair[] = {rank == size - 1 ? 3 : 0, rank == size - 1 ? 4 : 0};
    CHECK(hn_broadcast(comm, pair, 2, HN_F64, size - 1) == HN_OK && pair[0] == 3 && pair[1] == 4);
    int32_t row[] = {rank, -rank}, *rows = calloc((size_t)size, sizeof row), part[2];
    CHECK(hn_gather(comm, row, 2, HN_I32, 0, rank == 0 ? rows : NULL) == HN_OK && (rank > 0 || rows[2 * (size - 1)] == size - 1));
    CHECK(hn_all_gather(comm, row, 2, HN_I32, rows) == HN_OK);
    for (int i = 0; i < size; i++)
        CHECK(rows[2 * i] == i && rows[2 * i + 1] == -i);
    CHECK(hn_scatter(comm, rank == 0 ? rows : NULL, 2, HN_I32, 0, part) == HN_OK && part[0] == rank && part[1] == -rank);
    free(rows);

    hn_parts *parts;
    CHECK(hn_all_gather_bytes(comm, "abcdefgh", (size_t)rank, &parts) == HN_OK && parts->count == (size_t)size);
    for (int i = 0; i < size; i++)
        CHECK(parts->part[i].data && parts->part[i].bytes == (size_t)i && memcmp(parts->part[i].data, "abcdefgh", (size_t)i) == 0);
    hn_parts *own, *none;
    CHECK(hn_scatter_bytes(comm, rank == 0 ? parts->part : NULL, 0, &own) == HN_OK && own->count == 1 && own->part[0].bytes == (size_t)rank);
    CHECK(hn_gather_bytes(comm, "xy", 2, 0, &none) == HN_OK && (rank == 0) == (none != NULL));
    hn_free(parts), hn_free(own), hn_free(none);
    CHECK(hn_broadcast_bytes(comm, rank == 0 ? "hello" : NULL, 5, 0, &parts) == HN_OK && parts->part[0].bytes == 5);
    CHECK(memcmp(parts->part[0].data, "hello", 5) == 0);
    hn_free(parts);
}

typedef struct tree {
    char text[64];
} tree;

static void join(void *low, const void *high, size_t count, void *context)
{
    tree *into = low, left = *into;
    const tree *right = high;
    CHECK(count == sizeof *into);
    snprintf(into->text, sizeof into->text, "(%.20s%c%.20s)", left.text, *(const char *)context, right->text);
}

static void later(void *low, const void *high, size_t count, void *context)
{
    int32_t *into = low;
    const int32_t *from = high;
    for (size_t i = 0; i < count; i++)
        into[i] = 10 * into[i] + from[i];
    (void)context;
}

static void merges(void)
{
    tree mine = {{(char)('a' + rank)}}, all;
    const hn_merge tree_of = {"tree", join, "-"}, digits = {"digits", later, NULL}, other = {rank % 2 ? "odd" : "even", later, NULL};
    const char *expected = size == 1 ? "a" : "((a-b)-(c-d))";
    CHECK(hn_all_reduce_by(comm, &mine, sizeof mine, HN_BYTES, &tree_of, &all) == HN_OK && strcmp(all.text, expected) == 0);
    CHECK(hn_last()->contributors == size);
    CHECK(hn_reduce_by(comm, &mine, sizeof mine, HN_BYTES, &tree_of, size - 1, &mine) == HN_OK);
    CHECK(strcmp(mine.text, rank == size - 1 ? expected : (char[]){(char)('a' + rank), 0}) == 0);

    enum { MANY = 50000 };
    int32_t *x = malloc(MANY * sizeof *x), *out = malloc(MANY * sizeof *out), none;
    for (int i = 0; i < MANY; i++)
        x[i] = rank + i;
    CHECK(hn_all_reduce_by(comm, x, MANY, HN_I32, &digits, out) == HN_OK);
    for (int i = 0; i < MANY; i++)
        CHECK(out[i] == (size == 1 ? i : 10 * (10 * i + i + 1) + 10 * (i + 2) + i + 3));
    hn_request *request;
    CHECK(hn_iall_reduce_by(comm, x, MANY, HN_I32, &digits, out, &request) == HN_OK);
    hn_cancel(&request);
    CHECK(hn_iall_reduce_by(comm, x, 1, HN_I32, &digits, x, &request) == HN_OK && hn_wait(&request) == HN_OK && x[0] == (size == 1 ? 0 : 33));
    free(x), free(out);

    CHECK(hn_all_reduce_by(comm, NULL, 0, HN_F64, &digits, NULL) == HN_OK);
    CHECK(hn_all_reduce_by(comm, &rank, 1, HN_I32, &other, &none) == (size == 1 ? HN_OK : HN_MISMATCH));
    CHECK(hn_all_reduce_by(comm, &rank, 1, HN_I32, &(hn_merge){NULL, later, NULL}, &none) == HN_MISUSE && strstr(hn_last_error(), "a name and a function"));
    CHECK(hn_reduce_by(comm, &rank, 1, HN_I32, &digits, size, &none) == HN_MISUSE && hn_reduce_by(comm, &rank, (size_t)1 << 40, HN_I32, &digits, 0, &none) == HN_MISUSE);
}

static void operations(void)
{
    const double x[] = {1e200, rank + 1.0}, y[] = {rank % 2 ? -1e200 : 1e200, 2};
    double out[8], expected = size % 2 ? HUGE_VAL : size * (size + 1.0);
    CHECK(hn_dot(comm, x, y, 2, out) == HN_OK && out[0] == expected);
    CHECK(hn_norm(comm, &x[1], rank == 0 ? 1 : 0, out) == HN_OK && out[0] == 1);
    const double column[] = {1, rank}, row[] = {1, rank}, vector[] = {10, 1};
    CHECK(hn_matvec_by_columns(comm, column, 2, 1, vector + 1, out) == HN_OK && out[0] == size && out[1] == size * (size - 1) / 2.0);
    CHECK(hn_matvec_by_rows(comm, row, (size_t)rank, 1, 8, vector, 2, out) == HN_OK);
    for (int i = 0; i < 8; i++)
        CHECK(i < size ? out[i] == 10 + i : isnan(out[i]));

    const double rows[] = {1, rank, 1, rank + 10}, values[] = {2 + 3.0 * rank, 2 + 3.0 * (rank + 10)};
    hn_fit *fit;
    CHECK(hn_least_squares(comm, rows, values, 2, 2, &fit) == HN_OK && fit->columns == 2 && fit->missing_count == 0);
    CHECK(fit->coefficients[0] == 2 && fit->coefficients[1] == 3 && fit->residual_norm == 0 && fit->rows == 2 * (uint64_t)size);
    hn_free(fit);
    CHECK(hn_least_squares_partition(comm, rows, values, 2, 2, (uint32_t)rank, (uint32_t)size + 1, &fit) == HN_OK);
    CHECK(fit->missing_count == 1 && fit->missing_partitions[0] == (uint64_t)size && fit->coefficients[1] == 3);
    hn_free(fit);
    CHECK(hn_least_squares(comm, rows, values, 0, 2, &fit) == HN_SINGULAR);
}

static void large_arrays(void)
{
    double *x = malloc(LARGE * sizeof *x), *sum = malloc(LARGE * sizeof *sum), *all = malloc((size_t)size * LARGE * sizeof *all);
    hn_comm *exact;
    CHECK(hn_comm_with(comm, &(hn_options){.exactness = HN_EXACT}, &exact) == HN_OK);
    for (int i = 0; i < LARGE; i++)
        x[i] = (rank + 1.0) / (i + 1);
    CHECK(hn_sum(exact, x, LARGE, sum) == HN_OK && hn_all_gather(comm, x, LARGE, HN_F64, all) == HN_OK);
    for (int i = 0; i < LARGE; i++)
        CHECK(sum[i] == size * (size + 1) / 2 * (1.0 / (i + 1)) || fabs(sum[i] * (i + 1) / (size * (size + 1) / 2) - 1) < 1e-15);
    for (int other = 0; other < size; other++)
        CHECK(all[other * LARGE + 6] == (other + 1.0) / 7);
    CHECK(hn_broadcast(comm, all, (size_t)size * LARGE, HN_F64, 0) == HN_OK && all[LARGE - 1] == 1.0 / LARGE);
    CHECK(hn_dot(exact, x, x, 1, sum) == HN_OK && hn_max(exact, x, 1, sum) == HN_OK && sum[0] == size);
    CHECK(hn_scatter(comm, all, LARGE, HN_F64, size - 1, sum) == HN_OK && memcmp(sum, x, LARGE * sizeof *x) == 0);
    free(x), free(sum), free(all);
}

static void many_at_once(void)
{
    hn_request *requests[AT_ONCE], *more;
    double out[AT_ONCE], other;
    for (int i = 0; i < AT_ONCE; i++)
        CHECK(hn_isum(comm, &(double){i}, 1, &out[i], &requests[i]) == HN_OK);
    CHECK(hn_isum(comm, &out[0], 1, &other, &more) == HN_MISUSE && strstr(hn_last_error(), "hn_wait()"));
    CHECK(hn_checkpoint(job, "", 0, "", 0) == HN_MISUSE && hn_finish(job) == HN_MISUSE);
    hn_cancel(&requests[3]);
    for (int i = AT_ONCE - 1; i >= 0; i--)
        CHECK(hn_wait(&requests[i]) == HN_OK && !requests[i] && (i == 3 || out[i] == i * size));

    hn_parts *parts;
    bool done = false;
    CHECK(hn_iall_gather_bytes(comm, "x", 1, &parts, &more) == HN_OK);
    while (!done)
        CHECK(hn_test(&more, &done) == HN_OK);
    CHECK(parts->count == (size_t)size && hn_last()->contributors == size);
    hn_free(parts);
    CHECK(hn_iall_gather_bytes(comm, "x", 1, &parts, &more) == HN_OK);
    hn_cancel(&more); /* its answer is awaited by hn_finish() */
}

static void *turn(void *named)
{
    hn_comm *own;
    CHECK(hn_comm_with(comm, &(hn_options){.name = named}, &own) == HN_OK);
    for (int i = 0; i < TURNS; i++) {
        double sum;
        CHECK(hn_sum(own, &(double){i + rank}, 1, &sum) == HN_OK && sum == i * size + size * (size - 1) / 2.0 && hn_last()->contributors == size);
    }
    return NULL;
}

static void threads(void)
{
    char names[THREADS][2] = {"a", "b", "c", "d"};
    pthread_t started[THREADS];
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&started[i], NULL, turn, names[(i + rank) % THREADS]) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(started[i], NULL) == 0);
}

static void errors(void)
{
    double x[2] = {0, 0};
    hn_comm *other, *same;
    CHECK(hn_sum(comm, x, rank == 0 ? 2 : 1, x) == (size == 1 ? HN_OK : HN_MISMATCH));
    CHECK(hn_broadcast(comm, x, 1, HN_F64, size) == HN_MISUSE && strstr(hn_last_error(), "root"));
    CHECK(hn_sum(comm, x, (size_t)1 << 40, x) == HN_MISUSE && hn_all_reduce(comm, x, 1, (hn_type)9, HN_SUM, x) == HN_MISUSE);
    CHECK(hn_all_reduce(comm, x, 1, HN_BOOL, HN_SUM, x) == HN_INVALID_CALL);
    const int64_t large = INT64_MAX;
    int64_t sum;
    CHECK(size == 1 || hn_all_reduce(comm, &large, 1, HN_I64, HN_SUM, &sum) == HN_INVALID_CALL);
    CHECK(hn_comm_with(comm, &(hn_options){.digits = 18}, &other) == HN_MISUSE && hn_comm_with(comm, &(hn_options){.name = "\xff"}, &other) == HN_MISUSE);
    CHECK(hn_comm_with(comm, &(hn_options){.name = "a", .strict = true}, &other) == HN_OK && other != comm && hn_comm_job(other) == job);
    CHECK(hn_comm_with(other, &(hn_options){.name = "a", .strict = true}, &same) == HN_OK && same == other);
    CHECK(hn_progress_residual(job, 1, 2, -1) == HN_MISUSE && hn_progress_residual(job, 1, 2, NAN) == HN_MISUSE);
    CHECK(hn_progress(job, 3, 2) == HN_MISUSE && hn_progress(job, 1, 2) == HN_OK && hn_log(job, "one\ntwo \xff") == HN_OK);
    CHECK(hn_sum(comm, x, 2, x) == HN_OK);
}

int main(void)
{
    CHECK(hn_connect(NULL, &job) == HN_OK);
    comm = hn_job_comm(job);
    rank = hn_rank(job), size = hn_size(job);
    reductions();
    movements();
    merges();
    operations();
    large_arrays();
    threads();
    errors();
    many_at_once();
    CHECK(hn_finish(job) == HN_OK && hn_finish(job) == HN_OK && hn_barrier(comm) == HN_MISUSE);
    hn_close(job);
    printf("right\n");
    return 0;
}
