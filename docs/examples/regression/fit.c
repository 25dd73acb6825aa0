/* A linear regression over rows that are spread over the ranks: fit.py in C.
 *
 *     cc -I../../../src/bindings/c fit.c ../../../src/bindings/c/hypernet.c -lm -o fit
 *     hypernet run -n 8 --input flights.csv -- ./fit
 */
#include <hypernet.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
enum { COLUMNS = 6 };
static const char *const names[COLUMNS] = {"intercept", "distance", "sin day", "cos day", "sin half day", "cos half day"};

static void must(bool is_right, const char *what)
{
    if (!is_right) {
        fprintf(stderr, "%s: %s\n", what, hn_last_error());
        exit(1);
    }
}

int main(void)
{
    double *x = NULL, *delays = NULL, delay, distance, time;
    size_t rows = 0;
    char path[4096];
    hn_job *job;
    hn_fit *fit;
    must(hn_connect(NULL, &job) == HN_OK, "connect");
    snprintf(path, sizeof path, "%s/flights.csv", hn_input(job));
    FILE *file = fopen(path, "r");
    must(file && fscanf(file, "delay,distance,time") == 0, path);
    for (; fscanf(file, "%lf,%lf,%lf", &delay, &distance, &time) == 3; rows++) {
        if ((rows & (rows - 1)) == 0) { /* a power of two: twice the room */
            x = realloc(x, (2 * rows + 1) * COLUMNS * sizeof *x);
            delays = realloc(delays, (2 * rows + 1) * sizeof *delays);
            must(x && delays, "memory");
        }
        const double day = time * (2 * acos(-1.0) / 24);
        const double row[COLUMNS] = {1, distance / 1000, sin(day), cos(day), sin(2 * day), cos(2 * day)};
        for (size_t i = 0; i < COLUMNS; i++)
            x[rows * COLUMNS + i] = row[i];
        delays[rows] = delay;
    }
    fclose(file);
    must(hn_least_squares(hn_job_comm(job), x, delays, rows, COLUMNS, &fit) == HN_OK, "least squares");
    int first;
    hn_last_contributors(&first, 1);
    if (hn_rank(job) == first) {
        for (size_t i = 0; i < COLUMNS; i++)
            printf("%-12s %22.17g  +- %.2g\n", names[i], fit->coefficients[i], fit->standard_errors[i]);
        printf("%llu rows", (unsigned long long)fit->rows);
        for (size_t i = 0; i < fit->missing_count; i++)
            printf(", without the rows of rank %llu", (unsigned long long)fit->missing_partitions[i]);
        puts("");
    }
    free(x), free(delays), hn_free(fit);
    must(hn_finish(job) == HN_OK, "finish");
    hn_close(job);
}
