using System.Net;
using System.Net.Sockets;

namespace MctsAspire.AppHost.Tests.CommandLine;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("Unrecognized command or argument '--bogus'", "--bogus")]
    [InlineData("Unrecognized command or argument 'bogus'", "bogus")]
    [InlineData("--port must be a whole number from 0 to 65535, and is '65536'", "--port", "65536")]
    [InlineData("--port must be a whole number from 0 to 65535, and is '-1'", "--port", "-1")]
    [InlineData("--port must be a whole number from 0 to 65535, and is 'http'", "--port", "http")]
    [InlineData("--replicas must be a whole number from 1 to 16, and is '0'", "--replicas", "0")]
    [InlineData("--port must be a whole number from 0 to 65535, and is '1\\u{000A}\\u{202E}2'", "--port", "1\n\u202E2")]
    [InlineData("--replicas must be a whole number from 1 to 16, and is '17'", "ask", "why?", "--replicas", "17")]
    [InlineData("Required argument missing for command: 'ask'", "ask")]
    [InlineData("The question must have 1 to 10000 characters, and has 2", "ask", "  ")]
    [InlineData("Unrecognized command or argument 'what?'", "ask", "why?", "what?")]
    [InlineData("Required argument missing for option: '--output'", "publish", "--output")]
    [InlineData("Unrecognized command or argument '--trace'", "--trace")]
    public async Task AMistakeIsOneLineAndAnotherExitCode(string error, params string[] arguments)
    {
        var (exitCode, lines) = await AppHostProgram.RunAsync(arguments);

        exitCode.ShouldBe(2);
        lines.ShouldHaveSingleItem().ShouldStartWith($"error: {error}");
        lines[0].ShouldEndWith("(--help lists what there is)");
    }

    [Fact]
    public async Task AQuestionThatIsTooLongIsRefused()
    {
        var (exitCode, lines) = await AppHostProgram.RunAsync(["ask", new string('ä', 10_001)]);

        exitCode.ShouldBe(2);
        lines.ShouldHaveSingleItem().ShouldContain("and has 10001");
    }

    [Theory]
    [InlineData("--port", "--help")]
    [InlineData("--documents", "ask", "--help")]
    [InlineData("--output", "publish", "-h")]
    public async Task HelpListsWhatThereIs(string option, params string[] arguments)
    {
        var (exitCode, lines) = await AppHostProgram.RunAsync(arguments);

        exitCode.ShouldBe(0);
        lines.ShouldContain(line => line.Contains(option, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData]
    [InlineData("ask", "why?")]
    public async Task APortInUseIsSaidBeforeAnythingStarts(params string[] arguments)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var (exitCode, lines) = await AppHostProgram.RunAsync([.. arguments, "--port", FormattableString.Invariant($"{port}")]);

        exitCode.ShouldBe(1);
        lines.ShouldHaveSingleItem().ShouldBe($"error: the port {port} is in use; stop the program that listens there, or choose another with --port.");
    }

    [Fact]
    public async Task RedisWithoutItsProgramIsOneLine()
    {
        using var programs = new TemporaryFolder();
        File.CreateSymbolicLink(programs["dotnet"], Testing.Programs.Find("dotnet")!);

        var (exitCode, lines) = await AppHostProgram.RunAsync(["--redis", "--port", "0"], [new("PATH", programs.Path)]);

        exitCode.ShouldBe(1);
        lines.ShouldHaveSingleItem().ShouldStartWith("error: redis needs the program redis-server, which is not on PATH; install it");
    }

    [Fact]
    public async Task AFolderWithoutDocumentsIsOneLine()
    {
        using var folder = new TemporaryFolder();

        var (exitCode, lines) = await AppHostProgram.RunAsync(["ask", "why?", "--documents", folder.Path]);

        exitCode.ShouldBe(1);
        lines.ShouldHaveSingleItem().ShouldBe($"error: {folder.Path} holds no *.md or *.txt file with text; name another folder with --documents.");
    }
}
