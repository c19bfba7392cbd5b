namespace MctsAspire.McpServer.Gateway;

/// <summary>The gateway can't be reached, refuses, or gives an answer that can't be read. The message says what to do next.</summary>
internal sealed class GatewayException(string message, Exception? innerException = null) : Exception(message, innerException);
