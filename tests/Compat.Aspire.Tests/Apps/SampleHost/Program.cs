// Applications for the tests, one for each first argument; each says "healthy: name" and at last "all healthy".
using Microsoft.Extensions.DependencyInjection;

var builder = DistributedApplication.CreateBuilder(args[1..]);
IResourceBuilder<ProjectResource> Service(string name, params string[] arguments) =>
    builder.AddProject<Projects.SampleService>(name).WithHttpEndpoint().WithArgs(arguments).WithHttpHealthCheck("/health");

switch (args[0])
{
    case "two":
        var back = Service("back").WithHttpEndpoint(name: "grpc");
        back.WithEnvironment("GRPC_PORT", back.GetEndpoint("grpc").Property(EndpointProperty.TargetPort));
        Service("front").WithReference(back).WaitFor(back).WithEnvironment("GREETING", "hello");
        break;
    case "one":
        Service("one", args[1..]);
        break;
    case "failing":
        Service("quiet");
        Service("after").WaitFor(Service("failing", args[1..]));
        break;
    case "port":
        builder.AddProject<Projects.SampleService>("one").WithHttpEndpoint(port: int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture)).WithHttpHealthCheck("/health");
        break;
    case "parameter":
        Service("one").WithEnvironment("SECRET", builder.AddParameter("pepper", secret: true));
        break;
    case "redis":
        var redis = builder.AddRedis("cache");
        Service("one").WithReference(redis).WaitFor(redis);
        break;
    case "completion":
        Service("one").WaitForCompletion(builder.AddProject<Projects.SampleService>("job").WithArgs(args[1]));
        break;
    case "program":
        builder.AddExecutable("missing", "no-such-program", ".");
        break;
    default:
        throw new ArgumentException($"No application '{args[0]}'.");
}

await using var application = builder.Build();
var healthy = Task.Run(async () =>
{
    foreach (var resource in application.Services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<ProjectResource>().Where(project => project.Name != "job"))
    {
        await application.ResourceNotifications.WaitForResourceHealthyAsync(resource.Name);
        var addresses = resource.GetEndpoints().Select(endpoint => $" {endpoint.EndpointName}={endpoint.Url}");
        Console.WriteLine($"healthy: {resource.Name}{string.Concat(addresses)}");
    }

    Console.WriteLine("all healthy");
});
await application.RunAsync();
return Environment.ExitCode;
