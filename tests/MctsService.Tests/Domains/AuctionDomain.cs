using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Tests.Domains;

/// <summary>Three players take turns to give a point to one of themselves or to nobody; each wants a share of its own, after six turns.</summary>
internal readonly struct AuctionDomain : IDomain<AuctionDomain.Table>
{
    private const int Turns = 6;

    public static bool HasChance => false;

    public static bool HasKeys => false;

    public RolloutPolicy DefaultRollout => RolloutPolicy.Random;

    public int Players => 3;

    public int MaxActions => 4;

    public int MaxLength => Turns;

    public ValueRange Range => ValueRange.Unit;

    public Table Start => default;

    public bool IsTerminal(in Table state) => state.Turn == Turns;

    public int Mover(in Table state) => state.Turn % 3;

    public int CountActions(in Table state) => 4;

    public void Apply(ref Table state, int action)
    {
        state.First += action == 0 ? 1 : 0;
        state.Second += action == 1 ? 1 : 0;
        state.Third += action == 2 ? 1 : 0;
        state.Turn++;
    }

    public double Probability(in Table state, int outcome) => throw new NotSupportedException();

    public void Score(in Table state, Span<double> returns)
    {
        returns[0] = (double)state.First / Turns;
        returns[1] = (double)state.Second / Turns;
        returns[2] = (double)state.Third / Turns;
    }

    public void PlayOut(ref Table state, ref Xorshift random) => PlayOuts.Random<AuctionDomain, Table>(this, ref state, ref random);

    public int Greedy(in Table state, ref Xorshift random) => Mover(state);

    public void Estimate(in Table state, Span<double> returns) => Score(state, returns);

    public double Optimistic(in Table state) => 1;

    public void Weigh(in Table state, Span<float> priors)
    {
        priors.Fill(0.1f);
        priors[Mover(state)] = 0.7f;
    }

    public ulong Key(in Table state) => throw new NotSupportedException();

    public string DescribeAction(in Table state, int action) => action == 3 ? "to nobody" : $"to player {action + 1}";

    public string Describe(in Table state) => $"{state.First}:{state.Second}:{state.Third}";

    internal struct Table
    {
        public int Turn;
        public int First;
        public int Second;
        public int Third;
    }
}
