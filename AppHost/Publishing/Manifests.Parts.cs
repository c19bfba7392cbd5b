using System.Globalization;

namespace MctsAspire.AppHost.Publishing;

internal static partial class Manifests
{
    private static Map Namespace() => new()
    {
        { "apiVersion", "v1" },
        { "kind", "Namespace" },
        { "metadata", new Map { { "name", Application }, { "labels", new Map { { "app.kubernetes.io/part-of", Application } } } } },
    };

    private static Map Kustomization(IEnumerable<string> files) => new()
    {
        { "apiVersion", "kustomize.config.k8s.io/v1beta1" },
        { "kind", "Kustomization" },
        { "namespace", Application },
        { "resources", files.Where(file => file != "kustomization.yaml").ToList() },
    };

    private static Map Account(string name) => new()
    {
        { "apiVersion", "v1" },
        { "kind", "ServiceAccount" },
        { "metadata", Metadata(name) },
        { "automountServiceAccountToken", false },
    };

    private static Map Configuration(string name, IReadOnlyList<EnvironmentEntry> environment, List<EndpointAnnotation> endpoints)
    {
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = string.Join(';', endpoints.Select(endpoint => string.Create(CultureInfo.InvariantCulture, $"http://+:{ClusterPorts.Of(endpoint)}"))),
            ["MCTS_DATA_DIR"] = DataPath,
            ["OTEL_SERVICE_NAME"] = name,
            // Until no more traffic is sent to a pod that goes; together less than its grace period.
            ["Server__DrainDelaySeconds"] = "5",
            ["Server__DrainSeconds"] = "20",
        };

        // What names a secret as $(NAME) is expanded in a container's own list only, not in a ConfigMap.
        foreach (var entry in environment.Where(entry => entry.Value is not null && !NamesSecret(entry)))
            data[entry.Name] = entry.Value!;
        return new Map { { "apiVersion", "v1" }, { "kind", "ConfigMap" }, { "metadata", Metadata(name) }, { "data", data } };
    }

    private static Map Disk(string name) => new()
    {
        { "apiVersion", "v1" },
        { "kind", "PersistentVolumeClaim" },
        { "metadata", Metadata(name) },
        { "spec", new Map { { "accessModes", Texts("ReadWriteOnce") }, { "resources", new Map { { "requests", new Map { { "storage", "10Gi" } } } } } } },
    };

    private static Map ClusterService(string name, IReadOnlyList<EndpointAnnotation> endpoints) => new()
    {
        { "apiVersion", "v1" },
        { "kind", "Service" },
        { "metadata", Metadata(name) },
        {
            "spec", new Map
            {
                { "type", "ClusterIP" },
                { "selector", Selector(name) },
                {
                    "ports", endpoints.Select(endpoint => new Map
                    {
                        { "name", endpoint.Name },
                        { "port", endpoint is { IsExternal: true, Port: { } port } ? port : ClusterPorts.Of(endpoint) },
                        { "targetPort", endpoint.Name },
                    }.ToDictionary()).ToList()
                },
            }
        },
    };

    private static Map Deployment(string name, bool hasState, string? configurationHash, int user, Map container, IEnumerable<OrderedDictionary<string, object>> volumes) => new()
    {
        { "apiVersion", "apps/v1" },
        { "kind", "Deployment" },
        { "metadata", Metadata(name) },
        {
            "spec", new Map
            {
                { "replicas", 1 },
                // Two instances must never write to the same disk, not even while one takes over from the other.
                { "strategy", new Map { { "type", hasState ? "Recreate" : "RollingUpdate" } } },
                { "selector", new Map { { "matchLabels", Selector(name) } } },
                {
                    "template", new Map
                    {
                        {
                            "metadata", new Map
                            {
                                { "labels", Labels(name) },
                                { "annotations", configurationHash is null ? null : PodAnnotations(configurationHash) },
                            }
                        },
                        {
                            "spec", new Map
                            {
                                { "serviceAccountName", name },
                                { "automountServiceAccountToken", false },
                                { "enableServiceLinks", false },
                                { "terminationGracePeriodSeconds", 30 },
                                {
                                    "securityContext", new Map
                                    {
                                        { "runAsNonRoot", true }, { "runAsUser", user }, { "runAsGroup", user }, { "fsGroup", user },
                                        { "seccompProfile", new Map { { "type", "RuntimeDefault" } } },
                                    }
                                },
                                { "containers", new[] { container.ToDictionary() } },
                                { "volumes", volumes.ToList() },
                            }
                        },
                    }
                },
            }
        },
    };

    /// <summary>A changed configuration makes new pods, and a Prometheus that looks for these annotations finds the metrics.</summary>
    private static Map PodAnnotations(string configurationHash) => new()
    {
        { $"{Application}/configuration", configurationHash },
        { "prometheus.io/path", "/metrics" },
        { "prometheus.io/port", ClusterPorts.Http.ToString(CultureInfo.InvariantCulture) },
        { "prometheus.io/scrape", "true" },
    };

    private static Map Metadata(string name) => new() { { "name", name }, { "labels", Labels(name) } };

    private static Map Labels(string name) => new() { { "app.kubernetes.io/name", name }, { "app.kubernetes.io/part-of", Application } };

    private static Map Selector(string name) => new() { { "app.kubernetes.io/name", name } };

    private static Map Probe(string path, int period, int failures) => new()
    {
        { "httpGet", new Map { { "path", path }, { "port", "http" } } },
        { "periodSeconds", period },
        { "timeoutSeconds", 5 },
        { "failureThreshold", failures },
    };

    private static Map Ping(int period, int failures) => new()
    {
        { "exec", new Map { { "command", Texts("redis-cli", "-e", "ping") } } },
        { "periodSeconds", period },
        { "timeoutSeconds", 5 },
        { "failureThreshold", failures },
    };

    private static Map Resources(string image)
    {
        var size = ContainerSize.Of(image);
        return new Map
        {
            { "requests", new Map { { "cpu", size.Cpu }, { "memory", size.Memory } } },
            { "limits", new Map { { "cpu", size.CpuLimit }, { "memory", size.MemoryLimit } } },
        };
    }

    private static Map ContainerSecurity() => new()
    {
        { "allowPrivilegeEscalation", false },
        { "readOnlyRootFilesystem", true },
        { "capabilities", new Map { { "drop", Texts("ALL") } } },
    };

    private static List<string> Texts(params string[] texts) => [.. texts];

    private static OrderedDictionary<string, object> Mount(string name, string path) => new Map { { "name", name }, { "mountPath", path } }.ToDictionary();

    private static OrderedDictionary<string, object> Volume(string name, string? claim) => (claim is null
        ? new Map { { "name", name }, { "emptyDir", new Map { { "sizeLimit", "1Gi" } } } }
        : new Map { { "name", name }, { "persistentVolumeClaim", new Map { { "claimName", claim } } } }).ToDictionary();

    // Secrets first: a value may name only those above it.
    private static List<OrderedDictionary<string, object>>? Secrets(IReadOnlyList<EnvironmentEntry> environment)
    {
        var entries = environment.Where(entry => entry.SecretKey is not null).Select(SecretReference)
            .Concat(environment.Where(NamesSecret).Select(entry => new Map { { "name", entry.Name }, { "value", entry.Value } }))
            .Select(entry => entry.ToDictionary())
            .ToList();
        return entries.Count > 0 ? entries : null;
    }

    private static bool NamesSecret(EnvironmentEntry entry) => entry.Value?.Replace("$$(", "", StringComparison.Ordinal).Contains("$(", StringComparison.Ordinal) == true;

    private static Map SecretReference(EnvironmentEntry entry) => new()
    {
        { "name", entry.Name },
        {
            "valueFrom", new Map
            {
                {
                    "secretKeyRef", new Map
                    {
                        { "name", Application },
                        { "key", entry.SecretKey },
                        { "optional", OptionalSecrets.Contains(entry.SecretKey) ? true : null },
                    }
                },
            }
        },
    };
}
