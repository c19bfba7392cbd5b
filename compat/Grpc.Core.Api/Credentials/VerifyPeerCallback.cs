namespace Grpc.Core;

/// <summary>Checks a server's certificate.</summary>
/// <param name="context">The server and its certificate.</param>
/// <returns>True: the server is trusted.</returns>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);
