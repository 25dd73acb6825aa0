/* The dot product of two vectors of which each rank holds a part: dot.py in C.
 *
 *     cc -I../../../src/bindings/c dot.c ../../../src/bindings/c/hypernet.c -lm -o dot
 *     hypernet run -n 8 -- ./dot
 *
 * The sum of all products is exact and rounded once, so that its bits are the same for
 * any number of ranks; adding the products one by one loses all digits here.
 */
#include <hypernet.h>
#include <stdio.h>
#include <stdlib.h>

enum { LENGTH = 99999 };

static void must(hn_status status)
{
    if (status == HN_OK)
        return;
    fprintf(stderr, "%s: %s\n", hn_status_text(status), hn_last_error());
    exit(1);
}

int main(void)
{
    static double x[LENGTH], y[LENGTH];
    hn_job *job;
    must(hn_connect(NULL, &job));
    const long rank = hn_rank(job), size = hn_size(job), begin = LENGTH * rank / size, end = LENGTH * (rank + 1) / size;

    /* Two of three products are large, and cancel. */
    for (int i = 0; i < LENGTH; i++) {
        x[i] = i % 3 == 0 ? 1e20 : i % 3 == 1 ? 1.0 : -1e20;
        y[i] = 1.0 / (1 + i / 3);
    }
    double product, one_by_one = 0;
    must(hn_dot(hn_job_comm(job), x + begin, y + begin, (size_t)(end - begin), &product));

    int first, missing[64];
    hn_last_contributors(&first, 1);
    const size_t lost = hn_last_missing(missing, 64);
    if (rank == first) {
        for (int i = 0; i < LENGTH; i++)
            one_by_one += x[i] * y[i];
        printf("x.y = %.17g = %.13a\n", product, product);
        printf("added one by one: %.17g\n", one_by_one);
        for (size_t i = 0; i < lost; i++)
            printf("without the elements of rank %d\n", missing[i]);
    }
    must(hn_finish(job));
    hn_close(job);
}
