/* Makes the same calls of every runtime that listens, and says how each ended. argv[1] is how many connections it makes. */
#include <hypernet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void tell(const char *what, hn_status status)
{
    printf("%s: %s%s%s\n", what, hn_status_text(status), status == HN_OK ? "" : ", ", status == HN_OK ? "" : hn_last_error());
}

static void talk(hn_job *job)
{
    hn_comm *comm = hn_job_comm(job);
    double number = 1, two[2], line[] = {1, 1};
    bool all = true;
    hn_parts *parts = NULL;
    hn_fit *fit = NULL;
    hn_request *request = NULL;
    int reached, missing[4];
    void *state = NULL;
    size_t length;

    tell("sum", hn_sum(comm, &number, 1, &number));
    hn_status status = hn_all_gather_bytes(comm, "x", 1, &parts);
    tell("all_gather_bytes", status);
    for (size_t i = 0; status == HN_OK && i < parts->count; i++)
        if (parts->part[i].data && memchr(parts->part[i].data, 0xff, parts->part[i].bytes))
            printf("0xff in part %zu\n", i);
    hn_free(parts);
    tell("agree", hn_agree(comm, all, &all));
    tell("least_squares", hn_least_squares(comm, line, line, 2, 1, &fit));
    hn_free(fit);
    tell("all_gather", hn_all_gather(comm, &number, 1, HN_F64, two));
    parts = NULL;
    tell("broadcast_bytes", hn_broadcast_bytes(comm, NULL, 0, 1, &parts));
    hn_free(parts);
    tell("barrier", hn_ibarrier(comm, &request));
    tell("barrier", hn_wait(&request));
    if (hn_last_missing(missing, 4) > 0)
        printf("without rank %d\n", missing[0]);
    tell("restore", hn_restore(job, &reached, &state, &length));
    hn_free(state);
    tell("checkpoint", hn_checkpoint(job, "r", 1, "s", 1));
    tell("finish", hn_finish(job));
}

int main(int count, char **arguments)
{
    for (int left = count > 1 ? atoi(arguments[1]) : 1; left > 0; left--) {
        hn_job *job;
        const hn_status status = hn_connect(NULL, &job);
        tell("connect", status);
        if (status == HN_OK) {
            talk(job);
            hn_close(job);
        }
    }
    return 0;
}
