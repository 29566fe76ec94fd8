namespace LeRun.LocalHost.Blobs;

/// <summary>An error response; codes and texts are those of the Blob service's REST reference.</summary>
internal sealed class BlobRefusal(int status, string code, string message) : Exception(message)
{
    public int Status => status;

    public string Code => code;

    public static BlobRefusal ContainerNotFound => new(404, "ContainerNotFound", "The specified container does not exist.");

    public static BlobRefusal ContainerAlreadyExists =>
        new(409, "ContainerAlreadyExists", "The specified container already exists.");

    public static BlobRefusal BlobNotFound => new(404, "BlobNotFound", "The specified blob does not exist.");

    public static BlobRefusal BlobAlreadyExists => new(409, "BlobAlreadyExists", "The specified blob already exists.");

    public static BlobRefusal ConditionNotMet =>
        new(412, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.");

    public static BlobRefusal InvalidRange =>
        new(416, "InvalidRange", "The range specified is invalid for the current size of the resource.");

    public static BlobRefusal ServerBusy => new(503, "ServerBusy", "The server is busy.");

    public static BlobRefusal InvalidResourceName =>
        new(400, "InvalidResourceName", "The specified resource name contains invalid characters.");

    /// <summary>Fails loudly, so that the product never depends on what this storage only seems to do.</summary>
    public static BlobRefusal Unsupported(string what) =>
        new(400, "UnsupportedHeader", $"The embedded Blob storage does not support {what}.");
}
