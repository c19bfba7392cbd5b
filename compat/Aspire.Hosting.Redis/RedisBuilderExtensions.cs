using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

/// <summary>Adds Redis servers.</summary>
public static class RedisBuilderExtensions
{
    private const int ContainerPort = 6379;
    private const int PasswordDigits = 32;
    private const string HowToInstall = "install it (Debian and Ubuntu: apt-get install redis-server, macOS: brew install redis), or start without Redis";

    /// <summary>Adds a Redis server: in this stand-in the local program <c>redis-server</c>, which keeps nothing on disk.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="port">The port that others use; null: a free one.</param>
    /// <returns>A builder for the resource.</returns>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name, int? port) => builder.AddRedis(name, port, password: null);

    /// <summary>Adds a Redis server: in this stand-in the local program <c>redis-server</c>, which keeps nothing on disk.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="port">The port that others use; null: a free one.</param>
    /// <param name="password">The password; null: one made at random at each start.</param>
    /// <returns>A builder for the resource.</returns>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name, int? port = null, IResourceBuilder<ParameterResource>? password = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var secret = password?.Resource ?? new ParameterResource($"{name}-password", _ => RandomNumberGenerator.GetHexString(PasswordDigits, lowercase: true), secret: true);
        var redis = new RedisResource(name, secret);
        var check = $"{name}_check";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(check, _ => new RedisPing(redis), HealthStatus.Unhealthy, tags: null));
        return builder.AddResource(redis)
            .WithEndpoint(port: port, targetPort: ContainerPort, name: RedisResource.PrimaryEndpointName)
            .WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = "library/redis", Tag = "7.2" })
            .WithAnnotation(new LocalProgramAnnotation("redis-server", HowToInstall, ["-"], cancellationToken => ConfigurationAsync(redis, cancellationToken)))
            .WithHealthCheck(check);
    }

    // From standard input, since the list of processes shows arguments to everyone.
    private static async ValueTask<string> ConfigurationAsync(RedisResource redis, CancellationToken cancellationToken)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"port {redis.PrimaryEndpoint.Port}\n")
            .Append(Socket.OSSupportsIPv6 ? "bind 127.0.0.1 -::1\n" : "bind 127.0.0.1\n")
            .Append("save \"\"\nappendonly no\n");
        if (redis.PasswordParameter is { } parameter)
        {
            var password = await parameter.GetValueAsync(cancellationToken).ConfigureAwait(false) ?? "";
            if (password.Any(character => char.IsControl(character) || character is '"' or '\\'))
                throw new DistributedApplicationException($"The password of '{redis.Name}' must not hold control characters, quotes or backslashes; choose another for the parameter '{parameter.Name}'.");
            text.Append(CultureInfo.InvariantCulture, $"requirepass \"{password}\"\n");
        }

        return text.ToString();
    }
}
