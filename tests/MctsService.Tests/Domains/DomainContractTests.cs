namespace MctsAspire.MctsService.Tests.Domains;

public sealed class DomainContractTests
{
    [Theory]
    [MemberData(nameof(DomainCases.All), MemberType = typeof(DomainCases))]
    public void EveryStateOfARandomGameKeepsTheContract(DomainCase domain) => domain.CheckContract(seed: 7);

    [Theory]
    [MemberData(nameof(DomainCases.All), MemberType = typeof(DomainCases))]
    public void PlayoutsEndWithReturns(DomainCase domain) => domain.CheckPlayOuts(seed: 7);
}
