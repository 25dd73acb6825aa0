/* Unpacks the hexadecimal bytes of each line, and packs the arrays again in the opposite order. */
#include <hypernet.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The bytes that one array has, or "refused". */
static void tell(const hn_array *arrays, size_t count)
{
    void *data;
    size_t bytes;
    if (hn_pack(arrays, count, &data, &bytes) != HN_OK) {
        puts("refused");
        return;
    }
    for (size_t i = 0; i < bytes; i++)
        printf("%02x", ((uint8_t *)data)[i]);
    puts("");
    hn_free(data);
}

static void made_here(void)
{
    const uint64_t two = 2, large[] = {0x7fffffff, 0x7fffffff, 0x7fffffff}, none[] = {0x7fffffff, 0x7fffffff, 0, 0x7fffffff}, longer = (uint64_t)1 << 31;
    const double numbers[] = {-NAN, -0.0};
    const uint8_t odd[] = {1, 2};
    tell((hn_array[]){{"y", HN_ARRAY_F64, 1, &two, numbers}, {"x", HN_ARRAY_F32, 0, NULL, &(float){-NAN}}}, 2);
    tell(&(hn_array){"x", HN_ARRAY_U8, 4, none, NULL}, 1);
    tell(&(hn_array){"x", HN_ARRAY_U8, 3, large, NULL}, 1);
    tell(&(hn_array){"x", HN_ARRAY_U8, 1, &longer, NULL}, 1);
    tell(&(hn_array){"x", HN_ARRAY_BOOL, 1, &two, odd}, 1);
    tell(&(hn_array){"", HN_ARRAY_U8, 1, &two, odd}, 1);
    tell(&(hn_array){"\xff", HN_ARRAY_U8, 1, &two, odd}, 1);
    tell(&(hn_array){"x", (hn_array_type)14, 1, &two, odd}, 1);
    tell((hn_array[]){{"x", HN_ARRAY_U8, 1, &two, odd}, {"x", HN_ARRAY_U8, 0, NULL, odd}}, 2);
}

int main(void)
{
    static char line[1 << 16];
    while (fgets(line, sizeof line, stdin)) {
        const size_t length = strspn(line, "0123456789abcdef") / 2;
        uint8_t *bytes = malloc(length); /* as long as they are: a read beyond them is seen */
        hn_arrays *got;
        hn_array turned[32];
        for (size_t i = 0; i < length; i++)
            bytes[i] = (uint8_t)strtoul((char[]){line[2 * i], line[2 * i + 1], '\0'}, NULL, 16);
        const hn_status status = hn_unpack(bytes, length, &got);
        free(bytes);
        if (status != HN_OK) {
            puts(hn_status_text(status));
            continue;
        }
        for (size_t i = 0; i < got->count; i++)
            turned[got->count - 1 - i] = got->array[i];
        tell(turned, got->count);
        hn_free(got);
    }
    made_here();
    return 0;
}
