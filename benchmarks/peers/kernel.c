/* The bare arithmetic of a weekly supply-chain step, as in ../kernel.go, loop
   by loop. Usage: kernel RUNS WEEKS. Prints the checksum of the last run. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SITES = 250, LINKS = 2500, STOCKS = 1000, PER_SITE = STOCKS / SITES, DELAY = 4 };
static const double NEED = 1.0 / PER_SITE; /* of each input, per unit made */

static int32_t from[LINKS], stock[LINKS];
static double base[LINKS], share[LINKS], pipe_[DELAY][LINKS];
static double want[STOCKS], held[STOCKS];
static double produced[SITES], demand[SITES], ration[SITES], inventory[SITES], price[SITES];

static void lay_out(void)
{
    uint64_t seed = 1;
    int count[STOCKS] = {0};
    for (int l = 0; l < LINKS; l++) {
        from[l] = l % SITES;
        stock[l] = l * STOCKS / LINKS;
        count[stock[l]]++;
    }
    for (int l = LINKS - 1; l > 0; l--) { /* shuffle, so that each site supplies ten others */
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        int other = (int)((seed >> 33) % (uint64_t)(l + 1));
        int32_t swap = from[l];
        from[l] = from[other];
        from[other] = swap;
    }
    for (int l = 0; l < LINKS; l++)
        base[l] = 1.0 / count[stock[l]];
}

static void reset(void)
{
    memcpy(share, base, sizeof share);
    for (int l = 0; l < LINKS; l++)
        for (int d = 0; d < DELAY; d++)
            pipe_[d][l] = NEED * base[l];
    for (int s = 0; s < STOCKS; s++)
        held[s] = 8 * NEED;
    for (int i = 0; i < SITES; i++) {
        inventory[i] = 8;
        price[i] = produced[i] = 1;
    }
}

static void step(int week)
{
    memset(demand, 0, sizeof demand);
    for (int s = 0; s < STOCKS; s++) {
        double w = NEED + (8 * NEED - held[s]) / 8;
        want[s] = w > 0 ? w : 0;
    }
    for (int l = 0; l < LINKS; l++)
        demand[from[l]] += share[l] * want[stock[l]] * (2 - price[from[l]]);
    int hit = week / 52 * 37 % SITES; /* a site that has an outage this year */
    for (int i = 0; i < SITES; i++) {
        double limit = i == hit ? 0.6 : 1.2;
        for (int s = PER_SITE * i; s < PER_SITE * (i + 1); s++)
            limit = held[s] < limit * NEED ? held[s] / NEED : limit;
        double wish = 1 + (8 - inventory[i]) / 8;
        produced[i] = wish < limit ? wish : limit;
        inventory[i] += produced[i];
        ration[i] = 0;
        if (demand[i] > 0)
            ration[i] = inventory[i] < demand[i] ? inventory[i] / demand[i] : 1;
        inventory[i] -= ration[i] * demand[i];
        price[i] = 1 + 0.01 * (1 - ration[i]);
    }
    double *row = pipe_[week % DELAY];
    for (int l = 0; l < LINKS; l++) {
        int32_t f = from[l], s = stock[l];
        double ship = share[l] * want[s] * (2 - price[f]) * ration[f];
        held[s] += row[l];
        row[l] = ship;
        share[l] += 0.01 * (base[l] * ration[f] - share[l]);
    }
    for (int s = 0; s < STOCKS; s++) {
        double left = held[s] - NEED * produced[s / PER_SITE];
        held[s] = left > 0 ? left : 0;
    }
}

static double checksum(void)
{
    double sum = 0;
    for (int i = 0; i < SITES; i++)
        sum += produced[i] + inventory[i] + price[i];
    for (int s = 0; s < STOCKS; s++)
        sum += held[s];
    for (int l = 0; l < LINKS; l++)
        sum += share[l];
    return sum;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return 2;
    int runs = atoi(argv[1]), weeks = atoi(argv[2]);
    lay_out();
    reset();
    for (int r = 0; r < runs; r++) {
        reset();
        for (int w = 0; w < weeks; w++)
            step(w);
    }
    printf("%.17g\n", checksum());
    return 0;
}
