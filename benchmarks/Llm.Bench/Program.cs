using System.Globalization;
using MctsAspire.Llm.Bench;

// upstream PORT                     a language provider that answers at once, always the same
// grpc GRPC_URL UPSTREAM_URL SECONDS  LlmGateway over gRPC beside an empty call and the upstream alone: one "name value" line a figure
return args switch
{
    ["upstream", var port] => await Upstream.RunAsync(int.Parse(port, CultureInfo.InvariantCulture)),
    ["grpc", var service, var upstream, var seconds] => await GrpcCalls.RunAsync(new Uri(service), new Uri(upstream), TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture))),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Llm.Bench upstream PORT | grpc GRPC_URL UPSTREAM_URL SECONDS");
    return 2;
}
