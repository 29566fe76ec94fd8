using Microsoft.Azure.Cosmos;

namespace LeRun.Tests.LocalHost.Cosmos;

public class ShortPageTests
{
    [Theory]
    [InlineData("", "0 1 2 3 4 5 6 7 8 9")]
    [InlineData("WHERE c.n > 3", "4 5 6 7 8 9")]
    [InlineData("WHERE c.n > 100", "")]
    [InlineData("ORDER BY c.n DESC", "9 8 7 6 5 4 3 2 1 0")]
    [InlineData("ORDER BY c.n OFFSET 3 LIMIT 4", "3 4 5 6")]
    [InlineData("OFFSET 2 LIMIT 5", "2 3 4 5 6")]
    public async Task Short_pages_add_up_to_the_whole_result(string clause, string expected)
    {
        using var cosmos = new CosmosHarness();
        for (var i = 0; i < 10; i++)
            await cosmos.CreateAsync($"{i}", n: i);
        cosmos.Embedded.ShortPages = true;

        foreach (var pageSize in (int?[])[1, 2, 3, 100, null])
        {
            Assert.Equal(expected, string.Join(' ', await cosmos.IdsAsync(clause, "a", pageSize)));
            Assert.Equal(expected, string.Join(' ', await cosmos.IdsAsync(clause, null, pageSize)));
        }

        Assert.Equal([10], await cosmos.QueryAsync<int>("SELECT VALUE COUNT(1) FROM c"));
    }

    [Fact]
    public async Task Pages_are_now_and_then_empty_or_short()
    {
        using var cosmos = new CosmosHarness();
        for (var i = 0; i < 10; i++)
            await cosmos.CreateAsync($"{i}", n: i);
        cosmos.Embedded.ShortPages = true;

        var (empty, ending, sizes) = (0, 0, new List<int>());
        for (var least = 0; least < 9; least++)
        {
            var options = new QueryRequestOptions { PartitionKey = new PartitionKey("a"), MaxItemCount = 10 };
            var query = $"SELECT * FROM c WHERE c.n >= {least}";
            using var pages = cosmos.Items.GetItemQueryIterator<Thing>(query, requestOptions: options);
            while (pages.HasMoreResults)
            {
                var page = await pages.ReadNextAsync();
                sizes.Add(page.Count);
                empty += page.Count == 0 && pages.HasMoreResults ? 1 : 0;
                ending += page.Count == 0 && !pages.HasMoreResults ? 1 : 0;
            }
        }

        Assert.True(empty > 0 && ending > 0, $"{empty} empty pages, {ending} at an end");
        Assert.Contains(1, sizes);
        Assert.Contains(5, sizes);
    }
}
