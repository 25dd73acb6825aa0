/* Adds its partition's number at every checkpoint, and tells what it was told. argv[1] may ask for misuse. */
#include <hypernet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void must(hn_status status)
{
    if (status == HN_OK)
        return;
    fprintf(stderr, "%s: %s\n", hn_status_text(status), hn_last_error());
    exit(1);
}

/* What the program has in place of a clock and of chance. */
static void tell_interval(hn_job *job)
{
    int64_t time;
    uint8_t seed[32];
    must(hn_time(job, &time));
    must(hn_seed(job, seed));
    printf("%lld ", (long long)time);
    for (size_t i = 0; i < sizeof seed; i++)
        printf("%02x", seed[i]);
    puts("");
}

int main(int count, char **arguments)
{
    hn_job *job;
    uint64_t total = 0;
    int start;
    void *state;
    size_t length;
    must(hn_connect(NULL, &job));
    if (count > 1 && strcmp(arguments[1], "forgetful") == 0) {
        if (hn_checkpoint(job, "", 0, "", 0) == HN_MISUSE)
            puts(hn_last_error());
        if (hn_finish(job) == HN_MISUSE)
            puts(hn_last_error());
        hn_close(job);
        return 0;
    }
    if (count > 1 && strcmp(arguments[1], "impatient") == 0) {
        hn_request *barrier;
        bool is_done = false;
        must(hn_ibarrier(hn_job_comm(job), &barrier));
        if (hn_test(&barrier, &is_done) == HN_MISUSE)
            puts(hn_last_error());
        puts(is_done ? "done" : "not told");
        must(hn_wait(&barrier));
        hn_close(job);
        return 0;
    }
    if (count > 1 && strcmp(arguments[1], "drawing") == 0) {
        tell_interval(job);
        while (hn_reached(job) < hn_checkpoints(job)) {
            must(hn_checkpoint(job, "", 0, "", 0));
            tell_interval(job);
        }
        must(hn_finish(job));
        hn_close(job);
        return 0;
    }
    if (count > 1 && strcmp(arguments[1], "stateless") == 0) {
        for (int number = hn_reached(job) + 1; number <= hn_checkpoints(job); number++) {
            char result[40];
            snprintf(result, sizeof result, "number %d", number);
            must(hn_checkpoint(job, result, strlen(result), NULL, 0));
        }
        must(hn_finish(job));
        hn_close(job);
        return 0;
    }
    for (int i = 0; count > 1 && i < 2; i++)
        printf("%s: %s\n", hn_status_text(hn_checkpoint(job, "", 0, "", 0)), hn_last_error());
    if (count == 1) {
        must(hn_restore(job, &start, &state, &length));
        if (length == sizeof total)
            memcpy(&total, state, sizeof total);
        hn_free(state);
        for (int number = start + 1; number <= hn_checkpoints(job); number++) {
            char result[40];
            total += (uint64_t)hn_partition(job) + 1;
            const uint64_t done = (uint64_t)number, all = (uint64_t)hn_checkpoints(job);
            must(number == 1 ? hn_progress(job, done, all) : hn_progress_residual(job, done, all, 1.0 / (1 << (number - 1))));
            snprintf(result, sizeof result, "total %d", (int)total);
            must(hn_checkpoint(job, result, strlen(result), &total, sizeof total));
        }
        must(hn_finish(job));
        printf("%d %d %d %d %d %d %d %d\n", hn_rank(job), hn_group(job), hn_partition(job), hn_partitions(job), hn_size(job),
            hn_checkpoints(job), start, (int)total);
    }
    hn_close(job);
    return 0;
}
