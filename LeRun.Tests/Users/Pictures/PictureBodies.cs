using System.Text;

namespace LeRun.Tests.Users.Pictures;

/// <summary>Bodies of requests that change the profile picture.</summary>
public static class PictureBodies
{
    /// <summary>The ways in which phones send a picture.</summary>
    public static TheoryData<string> Ways => ["multipart", "raw", "base64", "data url"];

    /// <summary>A picture as phones send one.</summary>
    /// <param name="way">One of <see cref="Ways"/>.</param>
    public static HttpContent Body(string way, byte[] picture, string? username = null)
    {
        var base64 = Convert.ToBase64String(picture);
        var claim = username is null ? "" : $"\"username\":\"{username}\",";
        return way switch
        {
            "raw" => Raw(picture, "image/*"),
            "base64" => new StringContent($$"""{{{claim}}"profilePic":"{{base64}}"}""", Encoding.UTF8, "application/json"),
            "data url" => new StringContent(
                $$"""{{{claim}}"profilePic":"data:image/png;base64,{{base64}}"}""", Encoding.UTF8, "application/json"),
            _ => Multipart(picture, username),
        };
    }

    private static MultipartFormDataContent Multipart(byte[] picture, string? username)
    {
        var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(picture), "avatar", "me.txt" },
            { new ByteArrayContent([1, 2, 3]), "other", "other.png" },
        };
        if (username is not null)
            form.Add(new StringContent(username), "username");
        return form;
    }

    /// <summary>Bytes that claim to be of a type.</summary>
    public static ByteArrayContent Raw(byte[] bytes, string type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }
}
