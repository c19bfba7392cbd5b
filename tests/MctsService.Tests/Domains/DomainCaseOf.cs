using MctsAspire.MctsService.Search.Core;

namespace MctsAspire.MctsService.Tests.Domains;

internal sealed class DomainCase<TDomain, TState>(string name, TDomain domain) : DomainCase
    where TDomain : struct, IDomain<TState>
    where TState : unmanaged
{
    internal override IProblem Problem { get; } = new Problem<TDomain, TState>(domain);

    public override string ToString() => name;

    internal override void CheckContract(long seed)
    {
        var random = new Xorshift(seed, 0);
        for (var game = 0; game < 20; game++)
        {
            var state = domain.Start;
            var length = 0;
            for (; !domain.IsTerminal(state); length++)
            {
                length.ShouldBeLessThan(domain.MaxLength);
                CheckState(state);
                domain.Apply(ref state, PlayOuts.Pick<TDomain, TState>(domain, state, RolloutPolicy.Random, ref random));
            }

            CheckReturns((in TState end, Span<double> returns) => domain.Score(end, returns), state);
        }
    }

    internal override void CheckPlayOuts(long seed)
    {
        var random = new Xorshift(seed, 1);
        for (var game = 0; game < 20; game++)
        {
            var state = domain.Start;
            domain.PlayOut(ref state, ref random);
            domain.IsTerminal(state).ShouldBeTrue();

            state = domain.Start;
            while (!domain.IsTerminal(state))
                domain.Apply(ref state, PlayOuts.Pick<TDomain, TState>(domain, state, RolloutPolicy.Greedy, ref random));
            CheckReturns((in TState end, Span<double> returns) => domain.Score(end, returns), state);
        }
    }

    private delegate void Valuing(in TState state, Span<double> returns);

    private void CheckState(in TState state)
    {
        var count = domain.CountActions(state);
        count.ShouldBeInRange(1, domain.MaxActions);
        domain.Describe(state).ShouldNotBeNullOrWhiteSpace();
        CheckReturns((in TState at, Span<double> returns) => domain.Estimate(at, returns), state);
        if (TDomain.HasKeys)
            domain.Key(state).ShouldNotBe(0UL);

        var names = new HashSet<string>();
        for (var action = 0; action < count; action++)
        {
            names.Add(domain.DescribeAction(state, action)).ShouldBeTrue("two actions of a state have different names");
            var (once, twice) = (state, state);
            domain.Apply(ref once, action);
            domain.Apply(ref twice, action);
            once.ShouldBe(twice);
        }

        if (domain.Mover(state) == Movers.Chance)
        {
            TDomain.HasChance.ShouldBeTrue();
            var at = state;
            Enumerable.Range(0, count).Sum(outcome => domain.Probability(at, outcome)).ShouldBe(1, 1e-9);
            return;
        }

        domain.Mover(state).ShouldBeInRange(0, domain.Players - 1);
        var priors = new float[count];
        domain.Weigh(state, priors);
        priors.ShouldAllBe(prior => prior >= 0);
        priors.Sum().ShouldBe(1, 1e-5f);
        var random = new Xorshift(1, 1);
        domain.Greedy(state, ref random).ShouldBeInRange(0, count - 1);
    }

    private void CheckReturns(Valuing value, in TState state)
    {
        var returns = new double[domain.Players];
        Array.Fill(returns, double.NaN);
        value(state, returns);
        returns.ShouldAllBe(item => item >= 0 && item <= 1);
        if (domain.Players == 2)
            returns.Sum().ShouldBe(1, 1e-12);
    }
}
