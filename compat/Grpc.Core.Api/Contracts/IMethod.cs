namespace Grpc.Core;

/// <summary>A remote method without its message types.</summary>
public interface IMethod
{
    /// <summary>How messages flow.</summary>
    MethodType Type { get; }

    /// <summary>The service with its package, e.g. <c>mcts.v1.Mcts</c>.</summary>
    string ServiceName { get; }

    /// <summary>The method within its service, e.g. <c>Search</c>.</summary>
    string Name { get; }

    /// <summary>The path of the request, e.g. <c>/mcts.v1.Mcts/Search</c>.</summary>
    string FullName { get; }
}
