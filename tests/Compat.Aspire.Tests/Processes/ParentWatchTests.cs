using Aspire.Hosting.Processes;

namespace MctsAspire.Compat.Aspire.Tests.Processes;

public sealed class ParentWatchTests
{
    [Theory]
    [InlineData(true, "dotnet", "run", "--project", "AppHost")]
    [InlineData(true, "/usr/share/dotnet/dotnet", "run")]
    [InlineData(true, "dotnet", "watch", "run")]
    [InlineData(false, "dotnet", "test")]
    [InlineData(false, "dotnet", "AppHost.dll", "ask", "run")]
    [InlineData(false, "bash", "-c", "run")]
    [InlineData(false)]
    public void OnlyDotnetRunIsWatched(bool watched, params string[] commandLine) => ParentWatch.IsDotnetRun(commandLine).ShouldBe(watched);
}
