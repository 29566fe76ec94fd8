namespace LeRun.LocalHost.Cosmos;

/// <summary>Another process (or another handler in this one) holds the data folder.</summary>
public sealed class DataFolderInUseException(string folder, Exception? inner = null)
    : IOException($"The data folder '{folder}' is in use by another process.", inner);
