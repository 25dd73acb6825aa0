/* hypernet.h: what a C or C++ program calls while it runs in a Hypernet job.
 *
 * A program runs once per rank. `hypernet run -n 4 -- ./mean` starts four of
 *
 *     #include <hypernet.h>
 *     #include <stdio.h>
 *
 *     int main(void)
 *     {
 *         hn_job *job;
 *         double mean;
 *         if (hn_connect(NULL, &job) || hn_mean(hn_job_comm(job), &(double){hn_rank(job)}, 1, &mean) || hn_finish(job))
 *             return fprintf(stderr, "%s\n", hn_last_error()), 1;
 *         printf("%g\n", mean);                       // 1.5 at every rank, to the last bit
 *         hn_close(job);
 *     }
 *
 * and it is built by
 *
 *     hypernet run -n 1 --no-label -- sh -c 'cc -I"$HYPERNET_C" mean.c "$HYPERNET_C/hypernet.c" -lm -o mean'
 *
 * Rules for all functions. Each returns a status, HN_OK (0) or what went wrong, and hn_last_error() then says more;
 * outputs come last and are only written to under HN_OK. Inputs are copied before a function returns. What the library
 * allocates is said so at the function, and given back by hn_free(). All functions of a job may be called by several
 * threads at once, except hn_close(); a request belongs to one thread at a time.
 *
 * Needs C11 or C++11, Linux, a little-endian processor, and nothing but libc. The bytes on the socket are those of
 * docs/spec/runtime.md.
 */
#ifndef HYPERNET_H
#define HYPERNET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Status ---------------------------------------------------------------------------------------------------- */

typedef enum hn_status {
    HN_OK = 0,
    HN_MISUSE = 1,         /* the arguments, or the order of calls, are wrong: nothing was sent */
    HN_NO_MEMORY = 2,      /* malloc failed */
    HN_NO_RUNTIME = 3,     /* no runtime listens on the socket: the program was not started by one */
    HN_DISCONNECTED = 4,   /* the runtime is gone */
    HN_STOPPED = 5,        /* the runtime stops this rank: the text says why */
    HN_PROTOCOL = 6,       /* one side broke a rule of docs/spec/runtime.md */
    HN_NO_COLLECTIVES = 7, /* the runtime does not connect this program with other ranks */
    HN_MALFORMED = 8,      /* bytes that are not what they should be */

    /* A collective without a result. The job goes on, except after the last two. */
    HN_MISMATCH = 16,     /* another rank called something else in this place: every rank gets this */
    HN_RANK_LOST = 17,    /* a rank that the call needs is gone, its root or any under `strict`: see hn_last_missing() */
    HN_INVALID_CALL = 18, /* a call that no rank could serve, or an integer sum that left its type */
    HN_SINGULAR = 19,     /* the rows of a least-squares problem do not determine its coefficients */
    HN_REFUSED = 20,      /* refused for a reason that this version does not know: the text says why */
    HN_LEFT_BEHIND = 21,  /* the other ranks went on without this one: no call will be answered any more */
    HN_DIVERGED = 22      /* two ranks have different results of one operation: the group computes no more */
} hn_status;

/* A status in words, such as "rank lost". Never NULL; the text is constant. */
const char *hn_status_text(hn_status status);

/* What went wrong in this thread's last function that failed; "" if none has. The text is the library's, and stays
 * until the thread's next function fails. */
const char *hn_last_error(void);

/* Gives back what the library allocated: hn_parts, hn_fit, hn_arrays, packed bytes, a restored state. NULL is fine. */
void hn_free(const void *allocated);

/* ---- The job --------------------------------------------------------------------------------------------------- */

/* This rank's side of a running job. */
typedef struct hn_job hn_job;

/* Connects to the runtime that started this program. `path` may be NULL: the environment variable HYPERNET_SOCKET, else
 * /run/hypernet/dac.sock. One connection per run: call it once. `*job` is for hn_close().
 * Errors: HN_NO_RUNTIME, HN_PROTOCOL. */
hn_status hn_connect(const char *path, hn_job **job);

/* Ends the run well, after the last checkpoint and with no call on its way. A program of a job that leaves without it
 * has failed. `job` is still to be closed. Errors: HN_MISUSE. */
hn_status hn_finish(hn_job *job);

/* Closes the connection and frees the job, with its comms and requests. No thread may use them any more. */
void hn_close(hn_job *job);

int hn_rank(const hn_job *job);            /* this rank's number, from 0, below hn_size() */
int hn_size(const hn_job *job);            /* number of ranks at the beginning: numbers are never given again */
int hn_group(const hn_job *job);           /* the replication group of this rank: its replicas compute the same */
int hn_partition(const hn_job *job);       /* the share of the input that this rank computes, below hn_partitions() */
int hn_partitions(const hn_job *job);      /* number of partitions of the input */
int hn_checkpoints(const hn_job *job);     /* how many checkpoints the program must reach; 0 outside a market */
int hn_reached(hn_job *job);               /* the last settled checkpoint, 0 before the first; asks as hn_restore() does */
const char *hn_input(const hn_job *job);   /* the folder of the partition: HYPERNET_INPUT, else /input */

/* In place of a clock, which would differ between replicas: when the work for the next checkpoint began, in seconds since
 * 1970, the same at every rank and replica; under `hypernet run` when the run began. Error: HN_PROTOCOL if the runtime is
 * older than this. */
hn_status hn_time(hn_job *job, int64_t *seconds);

/* In place of chance: 32 bytes to draw from, the same at every replica, others at each rank and after each checkpoint, so
 * that a replacement draws alike. Not a secret. Under `hypernet run` they follow from --seed. Error: as hn_time(). */
hn_status hn_seed(hn_job *job, uint8_t seed[32]);

/* The checkpoint to go on from: its number, 0 at the beginning of the program, and its state. A program must ask, or call
 * hn_reached(), before its first call or checkpoint: where a seller was replaced, the new one resumes. `*state` is NULL if it has no bytes, else for
 * hn_free(). Errors: HN_MISUSE with a call on its way. */
hn_status hn_restore(hn_job *job, int *number, void **state, size_t *state_bytes);

/* Hands in a result, and a state to resume from; returns when the checkpoint is settled, which may take minutes. Both
 * must be the same bytes at every replica of the group (no clock, no chance, no address), at most 64 MiB each. The last
 * one's result is what the buyer receives. Errors: HN_MISUSE before hn_restore() where that is due, after the last
 * checkpoint, or with a call on its way; HN_STOPPED if this rank does not go on. */
hn_status hn_checkpoint(hn_job *job, const void *result, size_t result_bytes, const void *state, size_t state_bytes);

/* Says how far the program is, in any unit: done <= total, total >= 1. Cheap: at most ten reports a second are sent,
 * and the newest at a checkpoint. */
hn_status hn_progress(hn_job *job, uint64_t done, uint64_t total);

/* The same, and how far what the program iterates still is from its end: finite and at least 0. */
hn_status hn_progress_residual(hn_job *job, uint64_t done, uint64_t total, double residual);

/* Says something to the buyer: each line is cut at 4096 bytes, what is not UTF-8 becomes '?'; beyond 256 lines a second
 * the call waits. */
hn_status hn_log(hn_job *job, const char *text);

/* ---- Arrays as bytes: what a result is compared by ------------------------------------------------------------- */

typedef enum hn_array_type {
    HN_ARRAY_BOOL = 1,
    HN_ARRAY_I8 = 2,
    HN_ARRAY_I16 = 3,
    HN_ARRAY_I32 = 4,
    HN_ARRAY_I64 = 5,
    HN_ARRAY_U8 = 6,
    HN_ARRAY_U16 = 7,
    HN_ARRAY_U32 = 8,
    HN_ARRAY_U64 = 9,
    HN_ARRAY_F32 = 10,
    HN_ARRAY_F64 = 11,
    HN_ARRAY_C64 = 12, /* two floats */
    HN_ARRAY_C128 = 13 /* two doubles */
} hn_array_type;

/* A named array. */
typedef struct hn_array {
    const char *name; /* 1 to 255 bytes of UTF-8 */
    hn_array_type type;
    size_t dimensions;     /* at most 32; 0 for a single element */
    const uint64_t *shape; /* that many lengths below 2^31, outermost first */
    const void *elements;  /* in row-major order */
} hn_array;

/* Arrays in ascending order of the bytes of their names, in one allocation, for hn_free(). */
typedef struct hn_arrays {
    size_t count;
    const hn_array *array;
} hn_arrays;

/* Named arrays as bytes: the same bytes for equal arrays, whatever their order, in every language. All NaNs become one and
 * the same, since their bits differ between processors. `*data` is for hn_free(). Errors: HN_MISUSE. */
hn_status hn_pack(const hn_array *arrays, size_t count, void **data, size_t *bytes);

/* The arrays of hn_pack(), `*out` for hn_free(). Elements are aligned for their type. Errors: HN_MALFORMED for anything that
 * hn_pack() does not write. */
hn_status hn_unpack(const void *data, size_t bytes, hn_arrays **out);

/* ---- Ranks that compute together ------------------------------------------------------------------------------- */

/* The ranks of a job under some options. It belongs to the job, and is freed with it. */
typedef struct hn_comm hn_comm;

typedef enum hn_exactness {
    HN_DEFAULT = 0, /* exact up to 512 elements, else fixed point */
    HN_EXACT = 1,   /* sums are exact, and rounded once */
    HN_FIXED = 2    /* 64 elements share an exponent: hn_last() bounds the error */
} hn_exactness;

/* How collectives are made: {0} for the defaults. Equal at every rank. */
typedef struct hn_options {
    const char *name;       /* calls of one name are matched by their order, those of different names in any order; NULL is "" */
    bool strict;            /* a rank that is lost before it has called makes a call HN_RANK_LOST; else it is left out */
    hn_exactness exactness; /* of hn_sum() and the means */
    int digits;             /* decimal digits asked of fixed-point sums, to 17; up to 9 halve what is sent; 0 for all */
    uintptr_t reserved[4];  /* 0 */
} hn_options;

/* The ranks of the job, with the default options. */
hn_comm *hn_job_comm(hn_job *job);

/* The ranks of the job, with other options; the same comm for the same options. Errors: HN_MISUSE. */
hn_status hn_comm_with(hn_comm *comm, const hn_options *options, hn_comm **out);

/* The job of a comm. */
hn_job *hn_comm_job(const hn_comm *comm);

/* How a call ended, beside its value. */
typedef struct hn_outcome {
    int contributors;    /* how many ranks are in the value */
    int missing;         /* how many are not: they were lost before they called; with HN_RANK_LOST those that it needed */
    double error_bound;  /* of every element of a sum, beside the last rounding; 0 if exact */
    uint32_t rounds;     /* steps that this rank took part in */
    uint32_t views;      /* how many views the call was run in: 1 if nobody was lost meanwhile */
    uint64_t bytes_sent; /* by this rank's runtime */
} hn_outcome;

/* How this thread's last collective ended: the last blocking one, hn_wait(), or hn_test() that was done. The outcome is
 * the library's, and the same but for rounds, views and bytes at every rank. The other two write the ranks in ascending
 * order, as many as there is room for, and return how many there are. */
const hn_outcome *hn_last(void);
size_t hn_last_contributors(int *ranks, size_t room);
size_t hn_last_missing(int *ranks, size_t room);

/* ---- Collectives ------------------------------------------------------------------------------------------------
 *
 * Every rank makes the same calls with equal types, counts, operators and roots, else every rank gets HN_MISMATCH.
 * Results have equal bits at every rank that receives them. A rank that is lost before it has called is left out; one
 * that is lost afterwards counts. Where the root is lost the call is HN_RANK_LOST. `out` may be the input itself.
 */

typedef enum hn_type {
    HN_BYTES = 0, /* for moving, not for reducing */
    HN_F64 = 1,   /* double */
    HN_F32 = 2,   /* float */
    HN_I32 = 3,   /* int32_t */
    HN_I64 = 4,   /* int64_t */
    HN_U64 = 5,   /* uint64_t */
    HN_BOOL = 6   /* bool */
} hn_type;

typedef enum hn_op {
    HN_SUM = 1,  /* numbers; integers that leave their type are HN_INVALID_CALL */
    HN_MEAN = 2, /* floating point */
    HN_MIN = 4,  /* numbers; NaN if any is; -0 is less than 0 */
    HN_MAX = 5,  /* the same */
    HN_AND = 6,  /* integers bit by bit, and bool */
    HN_OR = 7    /* the same */
} hn_op;

/* count elements -> count elements at every rank, reduced over the ranks one by one. */
hn_status hn_all_reduce(hn_comm *comm, const void *x, size_t count, hn_type type, hn_op op, void *out);

/* The same at the root only: elsewhere `out` is not looked at. */
hn_status hn_reduce(hn_comm *comm, const void *x, size_t count, hn_type type, hn_op op, int root, void *out);

/* A merge of the program's own: of `count` elements that lower ranks gave, `low`, and those that higher ranks gave, into
 * `low`. It must be a pure function, and the same at every rank: its name is compared. It need not commute or associate.
 * It is called by the thread in which hn_wait() and the like return, and must call no function of this header. */
typedef struct hn_merge {
    const char *name; /* tells it from other merges */
    void (*into)(void *low, const void *high, size_t count, void *context);
    void *context;    /* for the function; NULL if it needs none */
} hn_merge;

/* count elements -> count elements at every rank, or at the root, where `out` is not looked at elsewhere: all ranks' in
 * rank order, in a fixed tree: rank 0 with 1, 2 with 3, then those pairs. A rank that was lost before it called is left
 * out, and what it would be merged with goes up the tree unchanged. HN_BYTES is for structures: `count` is their size. */
hn_status hn_all_reduce_by(hn_comm *comm, const void *x, size_t count, hn_type type, const hn_merge *merge, void *out);
hn_status hn_reduce_by(hn_comm *comm, const void *x, size_t count, hn_type type, const hn_merge *merge, int root, void *out);

/* count doubles -> count doubles at every rank: hn_all_reduce() of HN_F64. Sums are exact and rounded once, above 512
 * elements in fixed point (see hn_options). The mean is that over the ranks that contributed. */
hn_status hn_sum(hn_comm *comm, const double *x, size_t count, double *out);
hn_status hn_mean(hn_comm *comm, const double *x, size_t count, double *out);
hn_status hn_min(hn_comm *comm, const double *x, size_t count, double *out);
hn_status hn_max(hn_comm *comm, const double *x, size_t count, double *out);

/* The sum of weight times x over the sum of the weights. */
hn_status hn_weighted_mean(hn_comm *comm, const double *x, size_t count, double weight, double *out);

/* Whether all ranks say yes, at every rank: the exit of a loop that all must leave together. */
hn_status hn_agree(hn_comm *comm, bool vote, bool *all);

/* Returns when every rank has called it; one that is lost is no longer waited for. */
hn_status hn_barrier(hn_comm *comm);

/* Fills every rank's buffer of count elements with what is in the root's. */
hn_status hn_broadcast(hn_comm *comm, void *buffer, size_t count, hn_type type, int root);

/* count elements -> hn_size() x count elements by rank, at every rank, or at the root, where `out` is not looked at
 * elsewhere. The place of a rank that was lost stays as it was: see hn_last_missing(). */
hn_status hn_all_gather(hn_comm *comm, const void *x, size_t count, hn_type type, void *out);
hn_status hn_gather(hn_comm *comm, const void *x, size_t count, hn_type type, int root, void *out);

/* The root's hn_size() x count elements -> each rank's own count elements. `x` is not looked at elsewhere. */
hn_status hn_scatter(hn_comm *comm, const void *x, size_t count, hn_type type, int root, void *out);

/* Bytes of any length. */
typedef struct hn_part {
    const void *data; /* NULL for that of a rank that was lost */
    size_t bytes;
} hn_part;

/* Parts by rank, in one allocation, for hn_free(). */
typedef struct hn_parts {
    size_t count;
    const hn_part *part;
} hn_parts;

/* Bytes of any length, which may differ between ranks. The gathers give hn_size() parts by rank, and NULL where nothing
 * is received; scatter, which takes hn_size() parts at the root and ignores `parts` elsewhere, and broadcast, which takes
 * the root's bytes, give one part to every rank. */
hn_status hn_all_gather_bytes(hn_comm *comm, const void *data, size_t bytes, hn_parts **out);
hn_status hn_gather_bytes(hn_comm *comm, const void *data, size_t bytes, int root, hn_parts **out);
hn_status hn_scatter_bytes(hn_comm *comm, const hn_part *parts, int root, hn_parts **out);
hn_status hn_broadcast_bytes(hn_comm *comm, const void *data, size_t bytes, int root, hn_parts **out);

/* The dot product of two vectors, and the norm of one, of which each rank holds a part of its own length: one double,
 * exact and rounded once, at every rank. The part of a rank that was lost is left out. */
hn_status hn_dot(hn_comm *comm, const double *x, const double *y, size_t count, double *out);
hn_status hn_norm(hn_comm *comm, const double *x, size_t count, double *out);

/* The product of a matrix and a vector: `rows` doubles at every rank. This rank has `own` columns of the matrix, as
 * rows x own elements row by row, and their elements of x. The columns of a rank that was lost count as 0. */
hn_status hn_matvec_by_columns(hn_comm *comm, const double *matrix, size_t rows, size_t own, const double *x, double *out);

/* The same of a rank that has `own` rows of the matrix, from `first` on, as own x columns elements row by row, and all of
 * x. Rows that nobody gave, as those of a rank that was lost, are NaN. Two ranks that give one row: HN_INVALID_CALL. */
hn_status hn_matvec_by_rows(
    hn_comm *comm, const double *matrix, size_t first, size_t own, size_t rows, const double *x, size_t columns, double *out);

/* A least-squares fit, in one allocation, for hn_free(). */
typedef struct hn_fit {
    size_t columns;
    const double *coefficients;         /* of each column: the exact solution for the rows given, rounded */
    const double *standard_errors;      /* of each coefficient; NaN where there are no more rows than columns */
    double residual_norm;               /* of what the coefficients leave of the values */
    double residual_deviation;          /* that over the root of rows less columns; NaN where there are no more rows */
    uint64_t rows;                      /* how many were counted */
    size_t missing_count;               /* partitions whose rows are not in it: those of ranks that were lost, or given by nobody */
    const uint64_t *missing_partitions;
} hn_fit;

/* The coefficients that fit the values best, of a matrix whose rows are spread over the ranks: this one has rows x columns
 * elements row by row, and a value of each row. Up to 256 columns. Every rank receives the same fit; its bits depend on
 * the rows of each partition, not on who holds it: each rank is one, or (below) `partition` of `partitions`.
 * Errors: HN_SINGULAR; HN_INVALID_CALL for NaN, infinity, or a partition that two ranks give. */
hn_status hn_least_squares(hn_comm *comm, const double *matrix, const double *values, size_t rows, size_t columns, hn_fit **out);
hn_status hn_least_squares_partition(
    hn_comm *comm, const double *matrix, const double *values, size_t rows, size_t columns, uint32_t partition,
    uint32_t partitions, hn_fit **out);

/* ---- Collectives that do not wait -------------------------------------------------------------------------------
 *
 * Each function hn_i... starts what hn_... does and returns at once; up to 64 may be on their way. Inputs may be changed
 * again when it has returned; `out` is written to by the time hn_wait(), or hn_test() with `*done`, has returned, by any
 * thread that waits for something, and is to be left alone until then.
 */

/* A call on its way. */
typedef struct hn_request hn_request;

/* Waits for the end of a call, returns how it ended, frees the request and makes it NULL. Of NULL it is HN_OK. */
hn_status hn_wait(hn_request **request);

/* Whether a call has ended. If so, as hn_wait(); else HN_OK, and `*request` stays. Error: HN_MISUSE in a job, where
 * replicas, whose results must be equal, would be told different things. */
hn_status hn_test(hn_request **request, bool *done);

/* Gives up the value, and makes the request NULL: nothing is written to its `out` any more. The call stays made: other
 * ranks count on the contribution, and hn_checkpoint() and hn_finish() wait for its answer. */
void hn_cancel(hn_request **request);

/* Waits for all; returns the first status that is not HN_OK. */
hn_status hn_wait_all(hn_request **requests, size_t count);

hn_status hn_iall_reduce(hn_comm *comm, const void *x, size_t count, hn_type type, hn_op op, void *out, hn_request **request);
hn_status hn_ireduce(hn_comm *comm, const void *x, size_t count, hn_type type, hn_op op, int root, void *out, hn_request **request);
hn_status hn_iall_reduce_by(
    hn_comm *comm, const void *x, size_t count, hn_type type, const hn_merge *merge, void *out, hn_request **request);
hn_status hn_ireduce_by(
    hn_comm *comm, const void *x, size_t count, hn_type type, const hn_merge *merge, int root, void *out, hn_request **request);
hn_status hn_isum(hn_comm *comm, const double *x, size_t count, double *out, hn_request **request);
hn_status hn_imean(hn_comm *comm, const double *x, size_t count, double *out, hn_request **request);
hn_status hn_imin(hn_comm *comm, const double *x, size_t count, double *out, hn_request **request);
hn_status hn_imax(hn_comm *comm, const double *x, size_t count, double *out, hn_request **request);
hn_status hn_iweighted_mean(hn_comm *comm, const double *x, size_t count, double weight, double *out, hn_request **request);
hn_status hn_iagree(hn_comm *comm, bool vote, bool *all, hn_request **request);
hn_status hn_ibarrier(hn_comm *comm, hn_request **request);
hn_status hn_ibroadcast(hn_comm *comm, void *buffer, size_t count, hn_type type, int root, hn_request **request);
hn_status hn_iall_gather(hn_comm *comm, const void *x, size_t count, hn_type type, void *out, hn_request **request);
hn_status hn_igather(hn_comm *comm, const void *x, size_t count, hn_type type, int root, void *out, hn_request **request);
hn_status hn_iscatter(hn_comm *comm, const void *x, size_t count, hn_type type, int root, void *out, hn_request **request);
hn_status hn_iall_gather_bytes(hn_comm *comm, const void *data, size_t bytes, hn_parts **out, hn_request **request);
hn_status hn_igather_bytes(hn_comm *comm, const void *data, size_t bytes, int root, hn_parts **out, hn_request **request);
hn_status hn_iscatter_bytes(hn_comm *comm, const hn_part *parts, int root, hn_parts **out, hn_request **request);
hn_status hn_ibroadcast_bytes(hn_comm *comm, const void *data, size_t bytes, int root, hn_parts **out, hn_request **request);
hn_status hn_idot(hn_comm *comm, const double *x, const double *y, size_t count, double *out, hn_request **request);
hn_status hn_inorm(hn_comm *comm, const double *x, size_t count, double *out, hn_request **request);
hn_status hn_imatvec_by_columns(
    hn_comm *comm, const double *matrix, size_t rows, size_t own, const double *x, double *out, hn_request **request);
hn_status hn_imatvec_by_rows(
    hn_comm *comm, const double *matrix, size_t first, size_t own, size_t rows, const double *x, size_t columns, double *out,
    hn_request **request);
hn_status hn_ileast_squares(
    hn_comm *comm, const double *matrix, const double *values, size_t rows, size_t columns, hn_fit **out, hn_request **request);
hn_status hn_ileast_squares_partition(
    hn_comm *comm, const double *matrix, const double *values, size_t rows, size_t columns, uint32_t partition,
    uint32_t partitions, hn_fit **out, hn_request **request);

#ifdef __cplusplus
}
#endif

#endif
