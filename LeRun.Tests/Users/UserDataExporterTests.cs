using LeRun.Tests.Support;
using LeRun.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LeRun.Tests.Users;

/// <summary>Whatever is erased with an account can be taken along before.</summary>
public class UserDataExporterTests : ApiTests
{
    [Fact]
    public void Exporter_stands_beside_every_eraser_and_both_are_registered()
    {
        var types = typeof(IUserDataEraser).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false }).ToList();
        var erasers = types.Where(type => type.IsAssignableTo(typeof(IUserDataEraser))).ToList();
        var exporters = types.Where(type => type.IsAssignableTo(typeof(IUserDataExporter))).ToList();

        var lacking = erasers.Where(eraser => exporters.TrueForAll(exporter => exporter.Namespace != eraser.Namespace));

        Assert.True(!lacking.Any(), "No exporter exports what these erase: " + string.Join(", ", lacking));
        Assert.Equal(
            erasers.Select(type => type.Name).Order(StringComparer.Ordinal),
            App.Services.GetServices<IUserDataEraser>().Select(one => one.GetType().Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            exporters.Select(type => type.Name).Order(StringComparer.Ordinal),
            App.Services.GetServices<IUserDataExporter>().Select(one => one.GetType().Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Exporters_have_kinds_of_their_own()
    {
        var kinds = App.Services.GetServices<IUserDataExporter>().Select(exporter => exporter.Kind).ToList();

        Assert.Equal(kinds.Distinct(StringComparer.OrdinalIgnoreCase), kinds);
        Assert.All(kinds, kind => Assert.Matches("^[a-z][A-Za-z]*$", kind));
    }
}
