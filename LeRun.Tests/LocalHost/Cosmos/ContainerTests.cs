using System.Net;
using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public class ContainerTests
{
    [Theory]
    [InlineData("uniqueKeyPolicy", """{"uniqueKeys":[{"paths":["/email"]}]}""")]
    [InlineData("computedProperties", """[{"name":"lower","query":"SELECT VALUE LOWER(c.name) FROM c"}]""")]
    [InlineData("ttlPropertyPath", "\"/expires\"")]
    [InlineData("clientEncryptionPolicy", """{"includedPaths":[],"policyFormatVersion":1}""")]
    [InlineData("analyticalStorageTtl", "-1")]
    [InlineData("changeFeedPolicy", """{"retentionDuration":10}""")]
    [InlineData("vectorEmbeddingPolicy", """{"vectorEmbeddings":[]}""")]
    [InlineData("conflictResolutionPolicy", """{"mode":"Custom"}""")]
    [InlineData("geospatialConfig", """{"type":"Geometry"}""")]
    [InlineData("somethingNew", "true")]
    [InlineData("indexingPolicy", """{"automatic":false}""", "automatic")]
    [InlineData("indexingPolicy", """{"indexingMode":"lazy"}""", "indexingMode")]
    [InlineData("indexingPolicy", """{"spatialIndexes":[{"path":"/place/*","types":["Point"]}]}""", "spatialIndexes")]
    [InlineData("indexingPolicy", """{"compositeIndexes":[[{"path":"/only"}]]}""", "compositeIndexes")]
    [InlineData("indexingPolicy", """{"vectorIndexes":[{"path":"/v","type":"flat"}]}""", "vectorIndexes")]
    public async Task Unknown_setting_is_refused_by_name(string setting, string value, string? inner = null)
    {
        using var cosmos = new CosmosHarness();
        var container = $$$"""{"id":"more","partitionKey":{"paths":["/pk"],"kind":"Hash"},"{{{setting}}}":{{{value}}}}""";
        var refused = await cosmos.SendAsync(HttpMethod.Post, "dbs/db/colls", container);
        var missing = await cosmos.SendAsync(HttpMethod.Get, "dbs/db/colls/more");

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        var named = inner is null ? $"'{setting}'" : $"'{setting}.{inner}'";
        Assert.Contains(named, refused.Body.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
    }

    [Fact]
    public async Task Defaults_that_clients_send_are_accepted()
    {
        using var cosmos = new CosmosHarness();
        var created = await cosmos.SendAsync(HttpMethod.Post, "dbs/db/colls", """
            {
              "id": "more", "_rid": "x", "_etag": "y", "defaultTtl": -1,
              "partitionKey": {"paths": ["/pk"], "kind": "Hash", "version": 2},
              "indexingPolicy": {
                "indexingMode": "consistent", "automatic": true, "includedPaths": [{"path": "/*", "indexes": []}],
                "excludedPaths": [{"path": "/\"_etag\"/?"}], "compositeIndexes": [], "spatialIndexes": []
              },
              "uniqueKeyPolicy": {"uniqueKeys": []}, "computedProperties": [], "geospatialConfig": {"type": "Geography"},
              "conflictResolutionPolicy": {"mode": "LastWriterWins", "conflictResolutionPath": "/_ts"}
            }
            """);
        var ofSdk = await cosmos.Client.GetDatabase("db").CreateContainerAsync(new ContainerProperties("other", "/pk"));

        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(HttpStatusCode.Created, ofSdk.StatusCode);
    }

    [Fact]
    public async Task Deleted_container_is_gone_with_its_items()
    {
        using var cosmos = new CosmosHarness();
        await cosmos.CreateAsync("1");

        await cosmos.Items.DeleteContainerAsync();
        Assert.Equal(HttpStatusCode.NotFound, await CosmosHarness.RefusalOfAsync(() => cosmos.Items.DeleteContainerAsync()));
        await cosmos.Client.GetDatabase("db").CreateContainerAsync(CosmosHarness.Properties());

        Assert.Equal(HttpStatusCode.NotFound, await CosmosHarness.RefusalOfAsync(() => cosmos.ReadAsync("1")));
    }
}
