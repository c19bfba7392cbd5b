using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting.Orchestration;

/// <summary>Everything that is known before the first process starts: ports, environments, programs. What can't work is found here.</summary>
internal sealed class ApplicationPlan(
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext executionContext,
    PortReservations ports,
    ProcessGuard guard)
{
    // Facts about the AppHost's own process, which a resource would take for its own.
    private static readonly string[] NotInherited = ["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_LAUNCH_PROFILE", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    /// <summary>Makes the plan.</summary>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>How to start each process.</returns>
    /// <exception cref="DistributedApplicationException">The application can't run; the message says why, and what to do.</exception>
    public async Task<IReadOnlyDictionary<ResourceInstance, ProcessLaunch>> MakeAsync(CancellationToken cancellationToken)
    {
        WaitCycle.Check(model);
        foreach (var parameter in model.Resources.OfType<ParameterResource>())
            await parameter.GetValueAsync(cancellationToken).ConfigureAwait(false);

        var instances = ResourceInstance.All(model);
        AllocatePorts(instances);
        var plan = new Dictionary<ResourceInstance, ProcessLaunch>();
        foreach (var instance in instances)
            plan.Add(instance, await LaunchAsync(instance, cancellationToken).ConfigureAwait(false));
        return plan;
    }

    private void AllocatePorts(IReadOnlyList<ResourceInstance> instances)
    {
        // Fixed ports first, so that no free port is one of them.
        var endpoints = instances
            .SelectMany(instance => instance.Resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => (Instance: instance, Endpoint: endpoint)))
            .OrderBy(pair => WantedPort(pair.Instance, pair.Endpoint) is null);
        foreach (var (instance, endpoint) in endpoints)
        {
            var wanted = WantedPort(instance, endpoint);
            if (wanted is { } port && !ports.TryTakeExactly(port))
            {
                throw new DistributedApplicationException(instance.Replica > 0
                    ? FormattableString.Invariant($"{instance.Resource.Name} has several replicas, which can't share the port {port}; leave the port open.")
                    : FormattableString.Invariant($"the port {port} of {instance.Id} is in use; stop the program that listens there, or choose another port."));
            }

            endpoint.AllocatedByReplica.Add(new AllocatedEndpoint(endpoint, endpoint.TargetHost, wanted ?? ports.Take()));
        }
    }

    // A container's target port is a port of the container, which is not there.
    private static int? WantedPort(ResourceInstance instance, EndpointAnnotation endpoint) =>
        endpoint.Port ?? (instance.Resource is ContainerResource ? null : endpoint.TargetPort);

    private async Task<ProcessLaunch> LaunchAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string?>(await EnvironmentAsync(instance, cancellationToken).ConfigureAwait(false))
        {
            [ProcessGuard.Variable] = guard.Session,
        };
        var arguments = await ArgumentsAsync(instance, cancellationToken).ConfigureAwait(false);
        switch (instance.Resource)
        {
            case ProjectResource project:
                var metadata = project.GetProjectMetadata();
                var assembly = (metadata as IProjectOutput)?.TargetPath
                    ?? throw new DistributedApplicationException($"where {instance.Id} is built is not known; reference {metadata.ProjectPath} from the AppHost's project file.");
                if (!File.Exists(assembly))
                    throw new DistributedApplicationException($"{instance.Id} is not built: there is no {assembly}; run dotnet build first.");
                return new ProcessLaunch(DotnetHost.Path, ["exec", assembly, .. arguments], Path.GetDirectoryName(metadata.ProjectPath)!, environment);
            case ExecutableResource executable:
                var program = SearchPath.Find(executable.Command)
                    ?? throw new DistributedApplicationException($"{instance.Id} needs the program {executable.Command}, which is not there; install it, or correct the name.");
                return Directory.Exists(executable.WorkingDirectory)
                    ? new ProcessLaunch(program, arguments, executable.WorkingDirectory, environment)
                    : throw new DistributedApplicationException($"{instance.Id} should run in the folder {executable.WorkingDirectory}, which does not exist; create it, or correct the name.");
            default:
                return await LocalProgramAsync(instance, environment, arguments, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<ProcessLaunch> LocalProgramAsync(ResourceInstance instance, IReadOnlyDictionary<string, string?> environment, List<string> arguments, CancellationToken cancellationToken)
    {
        if (!instance.Resource.TryGetLastAnnotation<LocalProgramAnnotation>(out var local))
            throw new DistributedApplicationException($"{instance.Id} is a container, and nothing here runs containers; build with -p:FullFeed=true, or leave it out.");
        var program = SearchPath.Find(local.Command)
            ?? throw new DistributedApplicationException($"{instance.Id} needs the program {local.Command}, which is not on PATH; {local.HowToInstall}.");
        var input = local.StandardInput is null ? "" : await local.StandardInput(cancellationToken).ConfigureAwait(false);
        return new ProcessLaunch(program, [.. local.Arguments, .. arguments], Path.GetTempPath(), environment, input);
    }

    private async Task<Dictionary<string, string?>> EnvironmentAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(executionContext, instance.Resource, cancellationToken: cancellationToken);
        foreach (var annotation in instance.Resource.Annotations.OfType<EnvironmentCallbackAnnotation>().ToList())
            await annotation.Callback(context).ConfigureAwait(false);

        var environment = NotInherited.ToDictionary(name => name, _ => (string?)null);
        foreach (var (name, value) in context.EnvironmentVariables)
            environment[name] = await TextAsync(value, instance, cancellationToken).ConfigureAwait(false);
        return environment;
    }

    private async Task<List<string>> ArgumentsAsync(ResourceInstance instance, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], instance.Resource, cancellationToken) { ExecutionContext = executionContext };
        foreach (var annotation in instance.Resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>().ToList())
            await annotation.Callback(context).ConfigureAwait(false);

        var arguments = new List<string>();
        foreach (var argument in context.Args)
            arguments.Add(await TextAsync(argument, instance, cancellationToken).ConfigureAwait(false) ?? "");
        return arguments;
    }

    private async Task<string?> TextAsync(object value, ResourceInstance instance, CancellationToken cancellationToken)
    {
        var context = new ReplicaValueContext { Caller = instance.Resource, Replica = instance.Replica, ExecutionContext = executionContext };
        return value switch
        {
            IValueProvider provider => await provider.GetValueAsync(context, cancellationToken).ConfigureAwait(false),
            _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
        };
    }
}
