/* Conjugate gradients: solves Au = b for a matrix of which each rank holds rows. cg.py in C.
 *
 *     cc -I../../../src/bindings/c cg.c ../../../src/bindings/c/hypernet.c -lm -o cg
 *     hypernet run -n 8 -- ./cg
 */
#include <hypernet.h>
#include <stdio.h>
#include <stdlib.h>

enum { ORDER = 200 };

static void must(hn_status status)
{
    if (status == HN_OK)
        return;
    fprintf(stderr, "%s: %s\n", hn_status_text(status), hn_last_error());
    exit(1);
}

int main(void)
{
    static double rows[ORDER * ORDER], u[ORDER], residual[ORDER], direction[ORDER], product[ORDER];
    hn_job *job;
    hn_comm *comm;
    must(hn_connect(NULL, &job));
    /* A row is needed in every step: the loss of a rank is an error, where otherwise its elements would be NaN. */
    must(hn_comm_with(hn_job_comm(job), &(hn_options){.strict = true}, &comm));
    const int rank = hn_rank(job), size = hn_size(job), begin = ORDER * rank / size;
    const size_t at = (size_t)begin, own = (size_t)(ORDER * (rank + 1) / size - begin);

    const double h = 1.0 / (ORDER + 1), tolerance = 1e-12;
    for (int i = 0; i < ORDER; i++)
        residual[i] = direction[i] = h;
    for (int row = 0; row < (int)own; row++)
        for (int i = begin + row, j = i - 1; j <= i + 1; j++)
            if (j >= 0 && j < ORDER)
                rows[row * ORDER + j] = j == i ? 2 / h + h / 4 : -1 / h;

    double square, curvature;
    int steps = 0;
    must(hn_dot(comm, residual + at, residual + at, own, &square));
    for (const double enough = tolerance * tolerance * square; square > enough; steps++) {
        const double before = square;
        must(hn_matvec_by_rows(comm, rows, at, own, ORDER, direction, ORDER, product));
        must(hn_dot(comm, direction + at, product + at, own, &curvature));
        for (int i = 0; i < ORDER; i++) {
            u[i] += square / curvature * direction[i];
            residual[i] -= square / curvature * product[i];
        }
        must(hn_dot(comm, residual + at, residual + at, own, &square));
        for (int i = 0; i < ORDER; i++)
            direction[i] = residual[i] + square / before * direction[i];
        must(hn_progress(job, (uint64_t)steps + 1, ORDER));
    }
    if (rank == 0)
        printf("%d steps, u in the middle = %.17g = %.13a\n", steps, u[ORDER / 2], u[ORDER / 2]);
    must(hn_finish(job));
    hn_close(job);
}
