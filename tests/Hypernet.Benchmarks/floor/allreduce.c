// The floor: what an all-reduce of doubles costs with this machine's processes, sockets and memory alone. Plain sums over loopback TCP,
// one process for each rank, without frames, exactness or care for the dead. Waits as Hypernet does: there are more processes than cores.
// Timed as mpi/allreduce.c times: barrier, time, the slowest rank counts. What comes out is checked.
// usage: allreduce PROCESSES SCHEDULE BYTES:OPERATIONS ...   prints "BYTES MEDIAN_SECONDS" for each
//        SCHEDULE: tree (binomial), doubling (recursive), or how many ranks add up a segment each, and send it to all: 1 is a star
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_RANKS 32
#define PART (64 << 10)
#define GLANCES 20
// From the next rank on, so that not all begin with the same one.
#define EACH(peer) for (int peer = (rank + 1) % size; peer != rank; peer = (peer + 1) % size)

struct stream {
    char *at;
    size_t left;
    bool adds;
    size_t rests; // bytes of a double that has come in part
    char rest[sizeof(double)];
};

// What is still to be sent to, and received from, each peer in one step; mesh[a][b] is the end of a.
static int size, rank, mesh[MOST_RANKS][MOST_RANKS];
static struct stream outgoing[MOST_RANKS], incoming[MOST_RANKS];

static void fail(const char *what)
{
    fprintf(stderr, "rank %d: %s%s%s\n", rank, what, errno ? ": " : "", errno ? strerror(errno) : "");
    exit(1);
}

static void give(int peer, const double *from, size_t count)
{
    outgoing[peer] = (struct stream){.at = (char *)from, .left = count * sizeof(double)};
}

static void take(int peer, double *to, size_t count)
{
    incoming[peer] = (struct stream){.at = (char *)to, .left = count * sizeof(double)};
}

static void add(int peer, double *to, size_t count)
{
    take(peer, to, count);
    incoming[peer].adds = true;
}

static size_t moved(ssize_t bytes, const char *what)
{
    if (bytes < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    if (bytes == 0) errno = ECONNRESET;
    if (bytes <= 0) fail(what);
    return bytes;
}

static void send_some(int peer)
{
    struct stream *out = &outgoing[peer];
    size_t sent = moved(send(mesh[rank][peer], out->at, out->left, MSG_DONTWAIT | MSG_NOSIGNAL), "send");
    out->at += sent, out->left -= sent;
}

static void receive_some(int peer)
{
    static double part[PART / sizeof(double)];
    struct stream *in = &incoming[peer];
    if (!in->adds) {
        size_t got = moved(recv(mesh[rank][peer], in->at, in->left, MSG_DONTWAIT), "receive");
        in->at += got, in->left -= got;
        return;
    }
    size_t room = sizeof part - in->rests;
    memcpy(part, in->rest, in->rests);
    size_t got = moved(recv(mesh[rank][peer], (char *)part + in->rests, in->left < room ? in->left : room, MSG_DONTWAIT), "receive");
    size_t whole = (in->rests + got) / sizeof(double);
    double *sums = (double *)in->at;
    for (size_t i = 0; i < whole; i++) sums[i] += part[i];
    in->rests = (in->rests + got) % sizeof(double);
    memcpy(in->rest, (char *)part + whole * sizeof(double), in->rests);
    in->at += whole * sizeof(double), in->left -= got;
}

// Does what can be done at once, for each peer once.
static bool move_some(void)
{
    bool moves = false;
    EACH(peer) {
        size_t left = outgoing[peer].left + incoming[peer].left;
        if (outgoing[peer].left) send_some(peer);
        if (incoming[peer].left) receive_some(peer);
        moves |= outgoing[peer].left + incoming[peer].left < left;
    }
    return moves;
}

static bool is_done(void)
{
    EACH(peer) if (outgoing[peer].left + incoming[peer].left) return false;
    return true;
}

static void wait_for_any(void)
{
    struct pollfd waits[MOST_RANKS];
    int count = 0;
    EACH(peer) {
        short events = (outgoing[peer].left ? POLLOUT : 0) | (incoming[peer].left ? POLLIN : 0);
        if (events) waits[count++] = (struct pollfd){.fd = mesh[rank][peer], .events = events};
    }
    if (poll(waits, count, -1) < 0) fail("poll");
}

// Sends and receives all of a step. Before it sleeps it lets others run who are about to send: to be woken costs more.
static void play(void)
{
    for (int glances = 0; !is_done();) {
        if (move_some()) glances = 0;
        else if (glances++ < GLANCES) sched_yield();
        else wait_for_any();
    }
}

static void by_tree(const double *values, double *sums, size_t count)
{
    int low = rank == 0 ? size : rank & -rank;
    memcpy(sums, values, count * sizeof(double));
    for (int bit = 1; bit < low && rank + bit < size; bit <<= 1) add(rank + bit, sums, count);
    play();
    if (rank > 0) {
        give(rank - low, sums, count), play();
        take(rank - low, sums, count), play();
    }
    for (int bit = 1; bit < low && rank + bit < size; bit <<= 1) give(rank + bit, sums, count);
    play();
}

static void by_doubling(const double *values, double *sums, size_t count, double *others)
{
    memcpy(sums, values, count * sizeof(double));
    for (int bit = 1; bit < size; bit <<= 1) {
        give(rank ^ bit, sums, count), take(rank ^ bit, others, count), play();
        for (size_t i = 0; i < count; i++) sums[i] += others[i];
    }
}

static void by_owners(int owners, const double *values, double *sums, size_t count)
{
    size_t from[MOST_RANKS + 1];
    for (int owner = 0; owner <= size; owner++) from[owner] = count * (owner < owners ? owner : owners) / owners;
    size_t own = from[rank + 1] - from[rank];
    memcpy(sums + from[rank], values + from[rank], own * sizeof(double));
    EACH(peer) give(peer, values + from[peer], from[peer + 1] - from[peer]), add(peer, sums + from[rank], own);
    play();
    EACH(peer) give(peer, sums + from[rank], own), take(peer, sums + from[peer], from[peer + 1] - from[peer]);
    play();
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + 1e-9 * time.tv_nsec;
}

// Writes the seconds of all operations, those of the other ranks between its own.
static void time_as_rank(const char *schedule, size_t count, int operations, double *seconds)
{
    int owners = atoi(schedule);
    double *values = malloc(count * sizeof(double)), *sums = malloc(count * sizeof(double)), *others = malloc(count * sizeof(double));
    if (!values || !sums || !others) fail("malloc");
    // Whole numbers: their sum is the same in any order.
    for (size_t i = 0; i < count; i++) values[i] = (double)(1L << rank) * (i % 1000 + 1);
    for (int k = -operations / 4 - 1; k < operations; k++) { // the first ones warm up
        double here = 1, all;
        by_owners(1, &here, &all, 1);
        double began = now();
        if (owners > 0) by_owners(owners, values, sums, count);
        else if (strcmp(schedule, "tree") == 0) by_tree(values, sums, count);
        else by_doubling(values, sums, count, others);
        if (k >= 0) seconds[k * size + rank] = now() - began;
    }
    errno = 0;
    for (size_t i = 0; i < count; i++) if (sums[i] != (double)((1L << size) - 1) * (i % 1000 + 1)) fail("a sum is wrong");
}

static void connect_all(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (bind(listener, (void *)&address, length) || listen(listener, 1) || getsockname(listener, (void *)&address, &length)) fail("listen");
    for (int a = 0; a < size; a++) for (int b = 0; b < a; b++) {
        mesh[a][b] = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(mesh[a][b], (void *)&address, length) || (mesh[b][a] = accept(listener, NULL, NULL)) < 0) fail("connect");
        setsockopt(mesh[a][b], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        setsockopt(mesh[b][a], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    close(listener);
}

// Others find out that a rank has died by its connections: nobody else may hold them.
static void close_all_but(int kept)
{
    for (int a = 0; a < size; a++) for (int b = 0; b < size; b++) if (a != b && a != kept) close(mesh[a][b]);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_seconds(const char *schedule, size_t bytes, int operations)
{
    double *seconds = mmap(NULL, operations * size * sizeof(double), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (seconds == MAP_FAILED) fail("mmap");
    connect_all();
    for (rank = 0; rank < size; rank++) {
        pid_t child = fork();
        if (child < 0) fail("fork");
        if (child > 0) continue;
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close_all_but(rank);
        time_as_rank(schedule, bytes / sizeof(double), operations, seconds);
        exit(0);
    }
    close_all_but(-1);
    for (int status, left = size; left > 0; left--) if (wait(&status) < 0 || status != 0) exit(1); // it has said why
    for (int k = 0; k < operations; k++) {
        qsort(seconds + k * size, size, sizeof(double), ascending);
        seconds[k] = seconds[k * size + size - 1];
    }
    qsort(seconds, operations, sizeof(double), ascending);
    return seconds[operations / 2];
}

int main(int argc, char **argv)
{
    size = argc > 3 ? atoi(argv[1]) : 0;
    if (size < 2 || size > MOST_RANKS) fail("wanted: 2 to 32 processes, a schedule, and loads");
    bool doubles = strcmp(argv[2], "doubling") == 0;
    if (doubles && size & (size - 1)) fail("doubling is for powers of two");
    if (!doubles && strcmp(argv[2], "tree") != 0 && (atoi(argv[2]) < 1 || atoi(argv[2]) > size)) fail("a schedule is tree, doubling or 1 to PROCESSES");
    for (int i = 3; i < argc; i++) {
        size_t bytes;
        int operations;
        if (sscanf(argv[i], "%zu:%d", &bytes, &operations) != 2 || operations < 1) fail("a load is BYTES:OPERATIONS");
        double seconds = median_seconds(argv[2], bytes, operations);
        printf("%zu %.9f\n", bytes, seconds), fflush(stdout);
    }
    return 0;
}
