namespace Grpc.Core;

/// <summary>What a client says about one call.</summary>
public struct CallOptions
{
    /// <summary>Options for a call.</summary>
    /// <param name="headers">Metadata sent before the first message.</param>
    /// <param name="deadline">When the call must have ended (UTC); null: never.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <param name="writeOptions">How messages are to be written.</param>
    /// <param name="propagationToken">Deadline and cancellation of a server's call that this one is part of.</param>
    /// <param name="credentials">Adds metadata that authorizes the call.</param>
    public CallOptions(
        Metadata? headers = null,
        DateTime? deadline = null,
        CancellationToken cancellationToken = default,
        WriteOptions? writeOptions = null,
        ContextPropagationToken? propagationToken = null,
        CallCredentials? credentials = null)
    {
        Headers = headers;
        Deadline = deadline;
        CancellationToken = cancellationToken;
        WriteOptions = writeOptions;
        PropagationToken = propagationToken;
        Credentials = credentials;
    }

    /// <summary>Metadata sent before the first message.</summary>
    public Metadata? Headers { get; private set; }

    /// <summary>When the call must have ended (UTC); null: never.</summary>
    public DateTime? Deadline { get; private set; }

    /// <summary>Cancels the call.</summary>
    public CancellationToken CancellationToken { get; private set; }

    /// <summary>How messages are to be written.</summary>
    public WriteOptions? WriteOptions { get; private set; }

    /// <summary>Deadline and cancellation of a server's call that this one is part of.</summary>
    public ContextPropagationToken? PropagationToken { get; private set; }

    /// <summary>Adds metadata that authorizes the call.</summary>
    public CallCredentials? Credentials { get; private set; }

    /// <summary>Whether the call waits for a connection in place of failing at once.</summary>
    public bool IsWaitForReady { get; private set; }

    /// <summary>The same options with other headers.</summary>
    /// <param name="headers">Metadata sent before the first message.</param>
    public readonly CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>The same options with another deadline.</summary>
    /// <param name="deadline">When the call must have ended (UTC).</param>
    public readonly CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>The same options with another token.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public readonly CallOptions WithCancellationToken(CancellationToken cancellationToken) => this with { CancellationToken = cancellationToken };

    /// <summary>The same options with other write options.</summary>
    /// <param name="writeOptions">How messages are to be written.</param>
    public readonly CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>The same options with another propagation token.</summary>
    /// <param name="propagationToken">Deadline and cancellation to take over.</param>
    public readonly CallOptions WithPropagationToken(ContextPropagationToken propagationToken) => this with { PropagationToken = propagationToken };

    /// <summary>The same options with other credentials.</summary>
    /// <param name="credentials">Adds metadata that authorizes the call.</param>
    public readonly CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    /// <summary>The same options, waiting for a connection or not.</summary>
    /// <param name="waitForReady">True: wait.</param>
    public readonly CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };
}
