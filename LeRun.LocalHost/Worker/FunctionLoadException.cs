namespace LeRun.LocalHost.Worker;

/// <summary>A function is declared in a way that cannot be hosted; the message names it and what to change.</summary>
public sealed class FunctionLoadException(string message) : Exception(message);
