namespace MctsAspire.Gateway.Tests.Forwarding;

/// <summary>A Gateway with several Orchestrators behind it.</summary>
internal static class SeveralOrchestrators
{
    public static Task<TestGateway> StartAsync(Uri[] upstreams, params (string Name, string Value)[] settings) => TestGateway.StartAsync(
        upstreams[0],
        [.. upstreams.Select((address, index) => ($"services:orchestrator:http:{index}", address.ToString())), .. settings]);

    /// <summary>How often one was asked by a method.</summary>
    public static int Asked(this Upstream upstream, string method) => upstream.Received.Count(request => request.Method == method);
}
