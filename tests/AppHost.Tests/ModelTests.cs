using MctsAspire.Testing;

namespace MctsAspire.AppHost.Tests;

public sealed class ModelTests
{
    private readonly string[] _program = File.ReadAllLines(Path.Combine(Repository.Root, "AppHost", "Program.cs"));

    [Fact]
    public void TheModelReadsInAMinute() => _program.Length.ShouldBeLessThan(60);

    [Fact]
    public void TheAppHostKnowsNothingOfTheStandIns() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "AppHost"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file) is var text && (text.Contains("#if", StringComparison.Ordinal) || text.Contains("Aspire.Hosting.Orchestration", StringComparison.Ordinal) || text.Contains("IProjectOutput", StringComparison.Ordinal)))
            .ShouldBeEmpty();
}
