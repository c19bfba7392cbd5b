using MctsAspire.Orchestrator.Searches;
using MctsAspire.Protos.Mcts;

namespace MctsAspire.Orchestrator.Tests.Searches;

public sealed class HeldProblemTests
{
    [Theory]
    [InlineData("Which?\n```json\n{\"domain\":\"game24\",\"problem\":{\"numbers\":[1,2,3,4]}}\n```\nThank you.")]
    [InlineData("```json\r\n{\"problem\": {\"numbers\":[1,2,3,4]}, \"domain\": \"game24\"}\r\n```")]
    [InlineData("Not this:\n```json\n{\"a\":1}\n```\nbut this:\n```json\n{\"domain\":\"game24\",\"problem\":{\"numbers\":[1,2,3,4]}}\n```")]
    public void ABlockWithDomainAndProblemIsAProblem(string question)
    {
        var problem = HeldProblem.Find(question).ShouldNotBeNull();

        problem.Name.ShouldBe("game24");
        problem.Json.ToStringUtf8().ShouldBe("{\"numbers\":[1,2,3,4]}");
    }

    [Theory]
    [InlineData("What is game24?")]
    [InlineData("```json\nno json\n```")]
    [InlineData("```json\n[1]\n```")]
    [InlineData("```json\n{\"domain\":\"game24\"}\n```")]
    [InlineData("```json\n{\"domain\":24,\"problem\":{}}\n```")]
    [InlineData("```json\n{\"domain\":\"game24\",\"problem\":[]}\n```")]
    [InlineData("```\n{\"domain\":\"game24\",\"problem\":{}}\n```")]
    [InlineData("```json\n{\"domain\":\"game24\",\"problem\":{}}")]
    public void AnythingElseIsWords(string question) => HeldProblem.Find(question).ShouldBeNull();

    [Fact]
    public void DeepJsonIsWords() => HeldProblem.Find($"```json\n{new string('[', 5_000)}\n```").ShouldBeNull();

    [Theory]
    [InlineData("proven", true, 0, 1)]
    [InlineData("bounded", true, 0.05, 0.95)]
    [InlineData("bounded", false, 0.05, 0.75)]
    [InlineData("estimated", false, 1, 0.75)]
    public void TheCertificateSaysHowSureTheAnswerIs(string kind, bool decided, double delta, double confidence)
    {
        var found = new SearchResponse
        {
            Statistics = new SearchStatistics { BestAction = "wait", BestActionVisits = 75, RootVisits = 100 },
            Certificate = new Certificate { Kind = kind, Decided = decided, Delta = delta },
        };

        HeldProblem.Answer(found).Confidence.ShouldBe(confidence);
    }

    [Fact]
    public void WithoutAnActionThereIsNoAnswer() =>
        HeldProblem.Answer(new SearchResponse { Statistics = new SearchStatistics() }).Answerable.ShouldBeFalse();
}
