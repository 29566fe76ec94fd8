using System.Net;
using System.Text.Json;
using LeRun.Functions;
using LeRun.LocalHost.Terminal;
using LeRun.LocalHost.Cosmos;
using LeRun.LocalHost.Cosmos.Server;
using LeRun.Tests.Support;
using LeRun.Users;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public class CosmosServerTests
{
    [SkippableFact]
    public async Task Client_for_JavaScript_works_with_the_server()
    {
        using var cosmos = Open();
        await using var server = await CosmosServer.StartAsync(cosmos, port: 0);

        var output = await Node.RunAsync("LocalHost/Cosmos/client.mjs", server.Address.ToString(), EmulatorKey.Value);

        Assert.Equal("ok", output.Trim());
    }

    [Fact]
    public async Task Client_for_NET_works_with_the_server_and_sees_what_the_product_stores()
    {
        using var cosmos = Open();
        await using var server = await CosmosServer.StartAsync(cosmos, port: 0);
        using var client = new CosmosClient(server.Address.ToString(), EmulatorKey.Value, new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            UseSystemTextJsonSerializerWithOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web),
        });
        var users = client.GetContainer("lerun", UserStore.ContainerName);
        await users.CreateItemAsync(new Thing { Id = "alice", N = 1 });
        await users.PatchItemAsync<Thing>("alice", new PartitionKey("alice"), [PatchOperation.Increment("/n", 1)]);
        using var batch = await users.CreateTransactionalBatch(new PartitionKey("alice")).ReadItem("alice").ExecuteAsync();
        var found = await users.ReadManyItemsAsync<Thing>([("alice", new PartitionKey("alice"))]);
        using var pages = users.GetItemQueryIterator<Thing>("SELECT * FROM c");

        Assert.True(batch.IsSuccessStatusCode);
        Assert.Equal(2, Assert.Single(found).N);
        Assert.Equal("alice", Assert.Single(await pages.ReadNextAsync()).Id);
        var missing = await Assert.ThrowsAsync<CosmosException>(
            () => users.ReadItemAsync<Thing>("nobody", new PartitionKey("nobody")));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Request_without_the_key_or_to_another_host_name_is_refused()
    {
        using var cosmos = Open();
        await using var server = await CosmosServer.StartAsync(cosmos, port: 0);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var unsigned = await http.GetAsync("dbs");
        using var request = new HttpRequestMessage(HttpMethod.Get, "dbs");
        request.Headers.Host = "rebound.example";
        using var foreign = await http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, unsigned.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.Equal("127.0.0.1", server.Address.Host);
    }

    [Fact]
    public async Task Taken_port_is_one_line()
    {
        using var cosmos = Open();
        await using var first = await CosmosServer.StartAsync(cosmos, port: 0);
        var refused = await Assert.ThrowsAsync<IOException>(() => CosmosServer.StartAsync(cosmos, first.Address.Port));

        Assert.Equal([$"Port {first.Address.Port} is taken; --cosmos chooses another one."], StartFailure.Explain(refused));
    }

    [Fact]
    public async Task LocalHost_serves_its_data_when_it_is_told_to()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "LeRun.LocalHost.dll");
        await using var host = ChildProcess.Start("dotnet", [program, "--port", "0", "--memory", "--cosmos", "0"]);
        var address = await host.ReadUntilAsync(new(@"http://\S+(?= .*with the emulator's key)"));
        using var client = new CosmosClient(address, EmulatorKey.Value, new() { ConnectionMode = ConnectionMode.Gateway });

        var users = await client.GetContainer("lerun", UserStore.ContainerName).ReadContainerAsync();
        Assert.Equal(UserStore.ContainerName, users.Resource.Id);
    }

    private static EmbeddedCosmos Open() =>
        new(
            new EmbeddedCosmosOptions
            {
                Database = "lerun",
                Containers = [.. LeRunApp.Containers.Select(container => container.Properties)],
            },
            TimeProvider.System);
}
