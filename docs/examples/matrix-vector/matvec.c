/* The product of a matrix and a vector, by rows and by columns: matvec.py in C.
 *
 *     cc -I../../../src/bindings/c matvec.c ../../../src/bindings/c/hypernet.c -lm -o matvec
 *     hypernet run -n 8 -- ./matvec
 *
 * By columns each rank gives a share of every element, and the shares are added exactly;
 * by rows each rank gives whole elements. The matrix is Hilbert's, the vector alternates.
 */
#include <hypernet.h>
#include <stdio.h>
#include <stdlib.h>

enum { ORDER = 24 };

static void must(hn_status status)
{
    if (status == HN_OK)
        return;
    fprintf(stderr, "%s: %s\n", hn_status_text(status), hn_last_error());
    exit(1);
}

int main(void)
{
    double columns[ORDER * ORDER], rows[ORDER * ORDER], x[ORDER], by_columns[ORDER], by_rows[ORDER];
    hn_job *job;
    must(hn_connect(NULL, &job));
    hn_comm *comm = hn_job_comm(job);
    const int rank = hn_rank(job), size = hn_size(job);
    const int begin = ORDER * rank / size, own = ORDER * (rank + 1) / size - begin;
    for (int i = 0; i < ORDER; i++) {
        x[i] = i % 2 == 0 ? 1.0 : -1.0;
        for (int j = 0; j < own; j++)
            columns[i * own + j] = rows[j * ORDER + i] = 1.0 / (i + begin + j + 1);
    }

    int first, missing[64];
    must(hn_matvec_by_columns(comm, columns, ORDER, (size_t)own, x + begin, by_columns));
    const size_t columns_lost = hn_last_missing(missing, 64);
    must(hn_matvec_by_rows(comm, rows, (size_t)begin, (size_t)own, ORDER, x, ORDER, by_rows));
    const size_t rows_lost = hn_last_missing(missing, 64);
    hn_last_contributors(&first, 1);

    if (rank == first) {
        for (int i = 0; i < ORDER; i++)
            printf("%2d %-24.17g %-24.17g\n", i, by_columns[i], by_rows[i]);
        if (columns_lost > 0)
            printf("the columns of rank %d count as 0\n", missing[0]);
        if (rows_lost > 0)
            printf("the rows of rank %d are missing\n", missing[0]);
    }
    must(hn_finish(job));
    hn_close(job);
}
