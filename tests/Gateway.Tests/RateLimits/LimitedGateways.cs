using System.Net;
using System.Text.Json;
using MctsAspire.Gateway.RateLimits;
using MctsAspire.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MctsAspire.Gateway.Tests.RateLimits;

/// <summary>What tests ask of instances of the Gateway that share their limits.</summary>
internal static class LimitedGateways
{
    /// <summary>Sends requests, some at once, of which each must be answered and none may fail, and counts those that were let in.</summary>
    public static async Task<int> AdmittedAsync(TestGateway gateway, int requests)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, requests).Select(async number =>
        {
            using var answer = await gateway.Client.GetAsync(new Uri("/documents", UriKind.Relative)).WaitAsync(TimeSpan.FromSeconds(60));
            return answer.StatusCode;
        }));
        answers.ShouldAllBe(status => status == HttpStatusCode.OK || status == HttpStatusCode.TooManyRequests);
        return answers.Count(status => status == HttpStatusCode.OK);
    }

    public static int InstancesOf(TestGateway gateway) => gateway.Services.GetRequiredService<SharedLimiter>().Instances;

    public static int KnownBy(TestGateway gateway) =>
        gateway.Services.GetRequiredService<LocalLimiter>().Counts.Where(count => count.Id == "client_0").Select(count => count.Count.Uses[^1].Used).SingleOrDefault();

    public static string InUse(TestGateway gateway) => gateway.Services.GetRequiredService<SharedLimiter>().InUse;

    public static Task UsesAsync(TestGateway gateway, string limiter) => Eventually.HoldsAsync(
        async () =>
        {
            using var report = await gateway.Client.GetAsync(new Uri("/ready", UriKind.Relative));
            return JsonElement.Parse(await report.Content.ReadAsStringAsync()).GetProperty("backends").GetProperty("rate_limits").GetString() == limiter;
        },
        () => gateway.Logs.Text);
}
