using LeRun.ApiDocs;
using LeRun.LocalHost.Cosmos;
using LeRun.Tests.Rooms;
using LeRun.Tests.Support;
using Xunit.Abstractions;

namespace LeRun.Tests.Contract;

/// <summary>The Cosmos requests of each function, counted at the far end, against <see cref="RequestBudgets"/>.</summary>
public class RequestBudgetTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_function_has_a_budget() =>
        Assert.Equal(
            DocumentedFunction.All().Select(function => function.Name).Order(StringComparer.Ordinal),
            RequestBudgets.All.Select(row => row.Function).OfType<string>().Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public Task Accounts_keep_to_their_budgets() => KeepAsync(RequestBudgets.Accounts, users: 1);

    [Fact]
    public Task Forum_keeps_to_its_budgets() => KeepAsync(RequestBudgets.Forum, users: 2);

    [Fact]
    public Task Safety_keeps_to_its_budgets() => KeepAsync(RequestBudgets.Safety, users: 5);

    [Fact]
    public Task Rooms_keep_to_their_budgets() =>
        KeepAsync(RequestBudgets.Rooms, users: 12, async users =>
        {
            foreach (var user in users[..11])
                await user.UploadAsync(RoomDriver.Run(1, 1));
        });

    [Fact]
    public Task Operation_keeps_to_its_budgets() => KeepAsync(RequestBudgets.Operation, users: 0);

    private async Task KeepAsync(Budget[] rows, int users, Func<TestUser[], Task>? prepare = null)
    {
        await using var app = await TestApp.StartAsync(settings: [("Auth:Admins", "root"), ("Admin:AllowDeleteAll", "true")]);
        TestUser[] all = [.. await app.RegisterManyAsync("user", users), await app.RegisterAsync("root")];
        // The first request of an instance reads which tokens died, and each user's first one their blocks; after that, signing
        // in and blocks cost nothing.
        foreach (var user in all)
            (await user.Get("/api/users/root")).ShouldBe(200);
        if (prepare is not null)
            await prepare(all);
        var scene = new BudgetScene(app, all);

        foreach (var row in rows)
        {
            var requests = await app.CosmosRequestsAsync(async () => (await row.Call(scene)).ShouldHave(row.Status));
            if (row.Function is not null)
                Check(row, requests, all);
        }
    }

    private void Check(Budget row, IReadOnlyList<CosmosRequest> requests, TestUser[] users)
    {
        output.WriteLine($"{row}: {string.Join(", ", requests.Select(request => $"{request.Operation} {request.Container}"))}");
        Assert.True(requests.Count == row.Requests, $"{row} took {requests.Count}: {string.Join("; ", requests)}");
        if (row.Only is { } only)
            Assert.All(requests, request => Assert.Equal(only, (request.Operation, PartitionOf(request, users))));
        Assert.True(
            row.AsksAllPartitions || requests.Where(request => request.Operation == CosmosOperation.Query)
                .All(request => request.PartitionKey is not null || request.Container == "users"),
            $"{row} asked all partitions.");
    }

    private static string? PartitionOf(CosmosRequest request, TestUser[] users) =>
        request.PartitionKey == $"[\"{users[0].Id}\"]" ? RequestBudgets.Own : request.PartitionKey;
}
