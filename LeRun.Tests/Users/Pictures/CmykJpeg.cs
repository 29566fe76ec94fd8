namespace LeRun.Tests.Users.Pictures;

/// <summary>
/// 24 x 16 pixels in four inks, as print shops send them: red, green, blue and white quarters. Skia writes no such files.
/// </summary>
internal static class CmykJpeg
{
    public const string Base64 =
        "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwACAQEBAQECAQEBAgICAgIEAwICAgIFBAQDBAYFBgYGBQYGBgcJCAYHCQcGBggLCAkKCgoKCgYICwwLCgwJCg" +
        "oK/8AAFAgAEAAYBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUS" +
        "ITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFho" +
        "eIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD9" +
        "/K/n/r+f+v38r8Af+D5z/m13/udv/cBX7/f8GMf/ADdF/wByT/7n6KK/AGv3+ooor+AOv7/KK/f7/gxj/wCbov8AuSf/AHP1+/3/AAYx/wDN0X/ck/" +
        "8Aufoor9/q/f6iiv/Z";
}
