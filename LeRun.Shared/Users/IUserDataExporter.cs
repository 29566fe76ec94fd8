using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LeRun.Storage;

namespace LeRun.Users;

/// <summary>
/// Hands its user one kind of data that their account holds. Each feature that keeps something of its users registers at least
/// one: whatever an <see cref="IUserDataEraser"/> erases, an exporter exports.
/// </summary>
public interface IUserDataExporter
{
    /// <summary>What the kind is called in the archive, such as <c>posts</c>: a word of letters. No two have the same.</summary>
    string Kind { get; }

    /// <summary>
    /// Reads what an account holds, page by page: the memory that this takes does not grow with how much there is. It holds no
    /// text by others, and nothing that could prove who somebody is.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="after">
    /// The <see cref="ExportedPiece.Cursor"/> of the last piece that was exported before; null: from the first. Whoever has only
    /// one piece returns nothing after it.
    /// </param>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<ExportedPiece> ExportAsync(UserAccount account, string? after, CancellationToken cancellationToken);
}

/// <summary>A thing that an account holds, ready to be written.</summary>
/// <param name="Cursor">
/// What goes on after it. A thing that is in several files has the same cursor in all of them, and counts once.
/// </param>
/// <param name="Path">
/// The file of its own in the archive, such as <c>records/2024-11-22.json</c>; null: it is an element of <c>{kind}.json</c>.
/// </param>
/// <param name="WriteAsync">Writes it. Pieces are written one at a time, in order, before the next one is read.</param>
public sealed record ExportedPiece(string Cursor, string? Path, Func<Stream, CancellationToken, Task> WriteAsync)
{
    private static readonly ConcurrentDictionary<IJsonTypeInfoResolver, JsonSerializerOptions> Options = new();

    /// <summary>A thing as an element of <c>{kind}.json</c>.</summary>
    /// <param name="cursor">What goes on after it.</param>
    /// <param name="value">The thing as its user reads it.</param>
    /// <param name="json">The JSON of <typeparamref name="T"/>.</param>
    public static ExportedPiece Element<T>(string cursor, T value, IJsonTypeInfoResolver json) =>
        JsonFile(cursor, path: null, value, json);

    /// <summary>A thing as a file of JSON.</summary>
    /// <param name="cursor">What goes on after it.</param>
    /// <param name="path">The file.</param>
    /// <param name="value">The thing as its user reads it.</param>
    /// <param name="json">The JSON of <typeparamref name="T"/>.</param>
    public static ExportedPiece JsonFile<T>(string cursor, string? path, T value, IJsonTypeInfoResolver json) => new(
        cursor,
        path,
        (file, cancellationToken) => JsonSerializer.SerializeAsync(
            file, value, (JsonTypeInfo<T>)OptionsOf(json).GetTypeInfo(typeof(T)), cancellationToken));

    /// <summary>The things of a list as elements of <c>{kind}.json</c>, read page by page.</summary>
    /// <param name="read">Reads the page after an item, or the first (null); its cursor is that of its last item.</param>
    /// <param name="after">Where to begin; null: with the first page.</param>
    /// <param name="cursor">What goes on after an item.</param>
    /// <param name="show">An item as its user reads it.</param>
    /// <param name="json">The JSON of <typeparamref name="TShown"/>.</param>
    public static IAsyncEnumerable<ExportedPiece> ElementsAsync<T, TShown>(
        Func<string?, Task<Page<T>>> read, string? after, Func<T, string> cursor, Func<T, TShown> show,
        IJsonTypeInfoResolver json) =>
        ReadPagesAsync(read, after).Select(item => Element(cursor(item), show(item), json));

    /// <summary>Reads all pages of a list, one at a time.</summary>
    /// <param name="read">Reads the page after an item, or the first (null); its cursor is that of its last item.</param>
    /// <param name="after">Where to begin; null: with the first page.</param>
    public static async IAsyncEnumerable<T> ReadPagesAsync<T>(Func<string?, Task<Page<T>>> read, string? after)
    {
        do
        {
            var page = await read(after);
            foreach (var item in page.Items)
                yield return item;
            after = page.Next;
        }
        while (after is not null);
    }

    private static JsonSerializerOptions OptionsOf(IJsonTypeInfoResolver json) => Options.GetOrAdd(
        json,
        types => new JsonSerializerOptions(JsonSerializerDefaults.General)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            // A file for people: Chinese stays Chinese.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            WriteIndented = true,
            TypeInfoResolver = types,
            Converters = { new UtcMilliseconds() },
        });
}
