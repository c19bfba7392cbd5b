using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace MctsAspire.ServiceDefaults.Refusals;

/// <summary>
/// The connection of an HTTP/1.1 client, and the answer to a request on it that the server itself refused. The server answers such a request with a bare status
/// and then ends the connection, so that from the refusal on what the server writes is left out, and the whole answer stands in its place.
/// </summary>
internal sealed class RefusedRequest
{
    private RefusedRequest()
    {
    }

    /// <summary>The answer as it goes over the wire; <see langword="null"/>: nothing was refused.</summary>
    public ReadOnlyMemory<byte>? Answer { get; set; }

    /// <summary>Watches over a connection.</summary>
    public static ConnectionDelegate Watch(ConnectionDelegate next) => async connection =>
    {
        var transport = connection.Transport;
        var refused = new RefusedRequest();
        var output = new EndingWriter(transport.Output, refused);
        connection.Features.Set(refused);
        connection.Transport = new Transport(transport.Input, output);
        try
        {
            await next(connection);
            await output.EndAsync();
        }
        finally
        {
            connection.Transport = transport;
        }
    };

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class EndingWriter(PipeWriter inner, RefusedRequest refused) : PipeWriter
    {
        private byte[] _leftOut = [];
        private bool _ended;

        public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

        public override long UnflushedBytes => inner.UnflushedBytes;

        private bool LeavesOut => refused.Answer is not null;

        public override void Advance(int bytes)
        {
            if (!LeavesOut)
                inner.Advance(bytes);
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => LeavesOut ? LeftOut(sizeHint) : inner.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void CancelPendingFlush() => inner.CancelPendingFlush();

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => inner.FlushAsync(cancellationToken);

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
            LeavesOut ? inner.FlushAsync(cancellationToken) : inner.WriteAsync(source, cancellationToken);

        public override void Complete(Exception? exception = null)
        {
            if (exception is null && TakeAnswer() is { } answer)
                inner.Write(answer.Span);
            _ended = true;
            inner.Complete(exception);
        }

        public async ValueTask EndAsync()
        {
            if (TakeAnswer() is { } answer)
                await inner.WriteAsync(answer);
        }

        private ReadOnlyMemory<byte>? TakeAnswer()
        {
            if (_ended)
                return null;
            _ended = true;
            return refused.Answer;
        }

        private Memory<byte> LeftOut(int sizeHint)
        {
            if (_leftOut.Length == 0 || _leftOut.Length < sizeHint)
                _leftOut = new byte[Math.Max(sizeHint, 1024)];
            return _leftOut;
        }
    }
}
