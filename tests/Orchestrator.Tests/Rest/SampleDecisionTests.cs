using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Requests;
using MctsAspire.Testing;

namespace MctsAspire.Orchestrator.Tests.Rest;

public sealed class SampleDecisionTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "samples", "decisions");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void EachIsAWholeRequest(string file)
    {
        var request = StrictJson.Parse<SearchRequest>(File.ReadAllBytes(Path.Combine(Folder, file)));

        request.Domain.ShouldBe("decision_model");
        request.Problem.ShouldNotBeNull();
        File.ReadAllText(Path.Combine(Repository.Root, "samples", "README.md")).ShouldContain($"`{file}`");
    }
}
