using LeRun.Identity;
using LeRun.Messages;
using LeRun.Storage;
using Microsoft.Azure.Cosmos;

namespace LeRun.Users;

/// <summary>The accounts behind what people wrote, as they are now. Costs are in Cosmos requests.</summary>
public sealed class Profiles(Database database, UserStore users)
{
    private readonly Container _container = database.GetContainer(Containers.Users);

    /// <summary>Living accounts by their username's key; those that are gone are left out. 1 request however many, none for none.</summary>
    public async Task<IReadOnlyDictionary<string, UserDocument>> ReadAsync(IEnumerable<string> keys, CancellationToken cancellation)
    {
        var wanted = keys.Distinct(StringComparer.Ordinal).Select(key => (key, new PartitionKey(key))).ToList();
        if (wanted.Count == 0)
            return new Dictionary<string, UserDocument>(StringComparer.Ordinal);
        var found = await _container.ReadManyItemsAsync<UserDocument>(wanted, cancellationToken: cancellation);
        return found.Where(user => UserDocument.Living(user) is not null).ToDictionary(user => user.Id, StringComparer.Ordinal);
    }

    /// <summary>The caller's own account; a failure when it is gone though its token still lives. 1 request.</summary>
    public async Task<Result<UserDocument>> ReadAsync(Caller caller, CancellationToken cancellation) =>
        UserDocument.Living(await users.ReadAsync(caller.Username.Key, cancellation)) is { } user && user.Uid == caller.Uid
            ? user
            : new Unauthorized(Text.SignInFirst);
}
