namespace LeRun.LocalHost.Cosmos;

/// <summary>A data folder holds something else than this version's data. It is left as it is.</summary>
public sealed class DataFormatException(string message) : IOException(message);
