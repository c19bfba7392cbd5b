namespace MctsAspire.Gateway.Tests.Documentation;

/// <summary>What the OpenAPI document says of errors, held against the answers of real Gateways, also of those that the server gives before a route is found.</summary>
public sealed class RefusalTests(Refusals refusals) : IClassFixture<Refusals>
{
    [Fact]
    public void EachIsRefusedAsItHasToBe() =>
        refusals.Answers.Where(answer => answer.Answer.Status != answer.Expected).Select(answer => $"{answer.Operation}, {answer.Case}: {answer.Answer.Status} instead of {answer.Expected}").ShouldBeEmpty();

    [Fact]
    public void EveryRefusalIsDescribedWithItsHeadersAndItsBody()
    {
        var misfits = refusals.Answers.SelectMany(answer => answer.Operation.Misfits(answer.Answer).Select(misfit => $"{answer.Operation}, {answer.Case}: {misfit}"));

        refusals.Answers.Count.ShouldBeGreaterThan(400);
        misfits.ShouldBeEmpty();
    }

    [Fact]
    public void EveryErrorThatIsDescribedIsGiven()
    {
        var given = refusals.Answers.Select(answer => (answer.Operation, answer.Answer.Status)).ToHashSet();

        var described = refusals.Document.Operations.SelectMany(operation => operation.Errors.Select(status => (Operation: operation, Status: status)));
        // A fault of the Gateway itself, which nobody knows how to make.
        var others = described.Where(error => error.Operation.IsForwarded || error.Status != 500);

        others.Where(error => !given.Contains(error)).Select(error => $"{error.Operation} {error.Status}").ShouldBeEmpty();
    }
}
