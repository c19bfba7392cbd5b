using DotNet.Testcontainers.Builders;
using Testcontainers.Redis;

namespace MctsAspire.Testing;

/// <content>Redis as a container, where there is an engine.</content>
public sealed partial class RedisServer
{
    private const string Image = "redis:7.0-alpine";
    private const int PortInside = 6379;

    private static readonly string EngineSocket = OperatingSystem.IsWindows() ? @"\\.\pipe\docker_engine" : "/var/run/docker.sock";

    static partial void UseContainers(ref Func<int, Task<IRedisHost>>? start)
    {
        // Without an engine the program serves, if there is one.
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } || File.Exists(EngineSocket))
            start = StartContainerAsync;
    }

    private static async Task<IRedisHost> StartContainerAsync(int port)
    {
        var container = new RedisBuilder()
            .WithImage(Image)
            .WithPortBinding(port, PortInside)
            .WithCommand("redis-server", "--save", "", "--appendonly", "no")
            .WithWaitStrategy(Wait.ForUnixContainer().UntilMessageIsLogged("Ready to accept connections"))
            .Build();
        await container.StartAsync();
        return new Container(container);
    }

    private sealed class Container(RedisContainer container) : IRedisHost
    {
        public Task FreezeAsync() => container.PauseAsync();

        public Task ThawAsync() => container.UnpauseAsync();

        public ValueTask DisposeAsync() => container.DisposeAsync();
    }
}
