/* Bayesian learning of a mean from the readings of all ranks: bayes.py in C, which says more.
 *
 *     cc -I../../../src/bindings/c bayes.c ../../../src/bindings/c/hypernet.c -lm -o bayes
 *     hypernet run -n 8 --input light.csv -- ./bayes
 */
#include <hypernet.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { BATCHES = 2, MOST = 1000 };

static void must(hn_status status)
{
    if (status == HN_OK)
        return;
    fprintf(stderr, "%s: %s\n", hn_status_text(status), hn_last_error());
    exit(1);
}

int main(void)
{
    double weights[BATCHES][MOST], speeds[BATCHES][MOST], ones[MOST], speed, deviation;
    size_t count = 0;
    char path[4096];
    hn_job *job;
    must(hn_connect(NULL, &job));
    snprintf(path, sizeof path, "%s/light.csv", hn_input(job));
    FILE *file = fopen(path, "r");
    if (!file || fscanf(file, "speed,deviation") != 0)
        return perror(path), 1;
    for (; count < MOST && fscanf(file, "%lf,%lf", &speed, &deviation) == 2; count++) {
        speeds[count % BATCHES][count / BATCHES] = speed;
        weights[count % BATCHES][count / BATCHES] = 1 / (deviation * deviation);
        ones[count] = 1;
    }
    fclose(file);
    double precision = 1 / (500.0 * 500.0), information = 800 / (500.0 * 500.0); /* believed at first: 800 +- 500 */
    for (size_t batch = 0; batch < BATCHES; batch++) {
        const size_t own = (count + BATCHES - 1 - batch) / BATCHES;
        double more[2];
        int first, missing[64];
        must(hn_dot(hn_job_comm(job), weights[batch], ones, own, &more[0]));
        must(hn_dot(hn_job_comm(job), weights[batch], speeds[batch], own, &more[1]));
        precision += more[0];
        information += more[1];
        hn_last_contributors(&first, 1);
        const size_t lost = hn_last_missing(missing, 64);
        if (hn_rank(job) != first)
            continue;
        const double mean = information / precision;
        printf("after batch %zu: %.17g +- %.2f km/s = %.13a", batch + 1, mean, 1 / sqrt(precision), mean);
        for (size_t i = 0; i < lost; i++)
            printf(", without rank %d", missing[i]);
        puts("");
    }
    must(hn_finish(job));
    hn_close(job);
}
