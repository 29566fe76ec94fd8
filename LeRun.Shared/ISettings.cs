using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LeRun;

/// <summary>A section of the settings that knows what is wrong with it.</summary>
public interface ISettings
{
    /// <summary>The section, such as <c>Auth</c> for the environment variables <c>Auth__...</c>.</summary>
    static abstract string Section { get; }

    /// <summary>One line for each setting that is wrong: its name and what is wanted.</summary>
    IEnumerable<string> Problems();
}

/// <summary>Registers settings.</summary>
public static class SettingsServices
{
    /// <summary>Binds a section and checks it at start: the app never runs half-configured.</summary>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, IConfiguration configuration)
        where T : class, ISettings
    {
        services.AddOptions<T>().Bind(configuration.GetSection(T.Section)).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<T>, Validator<T>>();
    }

    private sealed class Validator<T> : IValidateOptions<T>
        where T : class, ISettings
    {
        public ValidateOptionsResult Validate(string? name, T options) =>
            options.Problems().ToList() is { Count: > 0 } problems
                ? ValidateOptionsResult.Fail(problems)
                : ValidateOptionsResult.Success;
    }
}
