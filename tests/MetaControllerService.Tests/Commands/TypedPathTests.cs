using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Commands;

public sealed class TypedPathTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Else `dotnet run` starts a web project in the project's own folder, where no path that was typed leads anywhere.
    [Theory]
    [InlineData("MetaControllerService")]
    [InlineData("Gateway")]
    [InlineData("AppHost")]
    public async Task APathIsRelativeToTheFolderThatItIsTypedIn(string project)
    {
        await using var child = ChildProcess.Start("dotnet", ["msbuild", $"{project}/{project}.csproj", "-nologo", "-nodeReuse:false", "-getProperty:RunWorkingDirectory"]);

        (await child.WaitForExitAsync(Patience)).ShouldBe(0, child.Output);
        child.Output.Trim().ShouldBeEmpty();
    }
}
