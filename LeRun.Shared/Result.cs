using System.Diagnostics.CodeAnalysis;

namespace LeRun;

/// <summary>What an operation returns that may fail in a way that callers must expect: a value, or why there is none.</summary>
/// <typeparam name="T">The value.</typeparam>
public readonly struct Result<T>
    where T : notnull
{
    private readonly T? _value;
    private readonly Failure? _failure;

    private Result(T? value, Failure? failure) => (_value, _failure) = (value, failure);

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator Result<T>(Failure failure) => new(default, failure);

    /// <summary>Returns true with the value, or false with the failure.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Failure? failure)
    {
        (value, failure) = (_value, _failure);
        return failure is null;
    }

    /// <summary>Returns the same failure, or what <paramref name="map"/> makes of the value.</summary>
    public Result<TOther> Map<TOther>(Func<T, TOther> map)
        where TOther : notnull => _failure is { } failure ? failure : map(_value!);
}
