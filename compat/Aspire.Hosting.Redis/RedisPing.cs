using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

/// <summary>Healthy when the server takes its password and answers PING.</summary>
internal sealed class RedisPing(RedisResource redis) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(redis.PrimaryEndpoint.Host, redis.PrimaryEndpoint.Port, deadline.Token).ConfigureAwait(false);
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.ASCII);
            if (redis.PasswordParameter is { } password
                && await AskAsync(stream, reader, ["AUTH", await password.GetValueAsync(deadline.Token).ConfigureAwait(false) ?? ""], deadline.Token).ConfigureAwait(false) != "+OK")
                return HealthCheckResult.Unhealthy("the server does not take its password");
            var answer = await AskAsync(stream, reader, ["PING"], deadline.Token).ConfigureAwait(false);
            return answer == "+PONG" ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the server does not answer PING with PONG");
        }
        catch (Exception problem) when (problem is SocketException or IOException)
        {
            return HealthCheckResult.Unhealthy("the server does not answer");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy($"the server does not answer in {Patience.TotalSeconds:0} s");
        }
    }

    private static async Task<string?> AskAsync(NetworkStream stream, StreamReader reader, string[] command, CancellationToken cancellationToken)
    {
        var request = new StringBuilder(FormattableString.Invariant($"*{command.Length}\r\n"));
        foreach (var word in command)
            request.Append(FormattableString.Invariant($"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"));
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request.ToString()), cancellationToken).ConfigureAwait(false);
        return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
    }
}
