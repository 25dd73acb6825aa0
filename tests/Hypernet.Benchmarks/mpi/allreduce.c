// Times MPI_Allreduce of doubles as the benchmark times Hypernet: barrier, time, the slowest rank counts.
// usage: allreduce BYTES:OPERATIONS ...   prints "BYTES MEDIAN_SECONDS" for each
//        allreduce die RANK               repeats 8-byte operations; that rank kills itself before its hundredth
#include <mpi.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_seconds(size_t bytes, int operations, int rank)
{
    int count = (int)(bytes / sizeof(double));
    double *values = malloc(bytes), *sums = malloc(bytes), *times = malloc(operations * sizeof(double));
    for (int i = 0; i < count; i++) values[i] = rank + 1.0 / (i + 1);
    for (int k = -operations / 4 - 1; k < operations; k++) { // the first ones warm up
        MPI_Barrier(MPI_COMM_WORLD);
        double began = MPI_Wtime();
        MPI_Allreduce(values, sums, count, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
        double took = MPI_Wtime() - began, slowest;
        MPI_Reduce(&took, &slowest, 1, MPI_DOUBLE, MPI_MAX, 0, MPI_COMM_WORLD);
        if (k >= 0) times[k] = slowest;
    }
    qsort(times, operations, sizeof(double), ascending);
    double median = times[operations / 2];
    free(values), free(sums), free(times);
    return median;
}

int main(int argc, char **argv)
{
    int rank;
    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    if (argc == 3 && strcmp(argv[1], "die") == 0) {
        double value = rank, sum;
        for (int k = 0; k < 200; k++) {
            if (k == 100 && rank == atoi(argv[2])) raise(SIGKILL);
            MPI_Allreduce(&value, &sum, 1, MPI_DOUBLE, MPI_SUM, MPI_COMM_WORLD);
        }
        printf("rank %d survived\n", rank);
    } else {
        for (int i = 1; i < argc; i++) {
            size_t bytes;
            int operations;
            if (sscanf(argv[i], "%zu:%d", &bytes, &operations) != 2 || operations < 1) MPI_Abort(MPI_COMM_WORLD, 2);
            double seconds = median_seconds(bytes, operations, rank);
            if (rank == 0) printf("%zu %.9f\n", bytes, seconds), fflush(stdout);
        }
    }
    MPI_Finalize();
    return 0;
}
