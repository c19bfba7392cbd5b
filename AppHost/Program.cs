using MctsAspire.AppHost.Commands;
using MctsAspire.AppHost.Model;

using var command = AppCommand.Begin(args);
if (command.ExitCode is { } done)
    return done;

var builder = DistributedApplication.CreateBuilder(command.HostArguments);
command.Configure(builder);

// Stores
var redis = command.Options.Redis ? builder.AddRedis("redis") : null;

// Services
var llmGateway = builder.AddProject<Projects.LlmGateway>("llm-gateway")
    .WithHttpEndpoint()
    .WithGrpcEndpoint()
    .WithSettings(command)
    .WithLanguageSecrets(command)
    .WithRedis(redis)
    .WithHttpHealthCheck("/ready");

var metaController = builder.AddProject<Projects.MetaControllerService>("meta-controller")
    .WithHttpEndpoint()
    .WithGrpcEndpoint()
    .WithSettings(command).WithIntegrationSecrets(command).WithState()
    .WithHttpHealthCheck("/ready");

var orchestrator = builder.AddProject<Projects.Orchestrator>("orchestrator")
    .WithHttpEndpoint()
    .WithGrpcEndpoint()
    .WithSettings(command).WithState()
    .WithServiceReference(llmGateway).WaitFor(llmGateway)
    .WithServiceReference(metaController).WaitFor(metaController)
    .WithHttpHealthCheck("/ready");

// Resources of their own, not replicas of one: behind one address they could not be told apart.
var replicas = Enumerable.Range(1, command.Options.Replicas)
    .Select(i => builder.AddProject<Projects.MctsService>($"mcts-{i}")
        .WithHttpEndpoint()
        .WithGrpcEndpoint()
        .WithSettings(command)
        .WithServiceReference(llmGateway).WaitFor(llmGateway)
        .WithHttpHealthCheck("/ready"))
    .ToList();
replicas.ForEach(mcts => mcts.WithPeers(replicas));
replicas.ForEach(mcts => orchestrator.WithServiceReference(mcts).WaitFor(mcts));

// Front door
builder.AddProject<Projects.Gateway>("gateway")
    .WithHttpEndpoint(port: command.Options.Port).WithExternalHttpEndpoints()
    .WithSettings(command).WithState()
    .WithDevelopmentKey(command)
    .WithReference(orchestrator.GetEndpoint("http")).WaitFor(orchestrator)
    .WithRedis(redis)
    .WithHttpHealthCheck("/ready");

return await command.RunAsync(builder.Build());
