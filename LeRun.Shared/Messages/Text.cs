namespace LeRun.Messages;

/// <summary>Every message that an end user may see; the words are in Text.resx and Text.zh-CN.resx.</summary>
public static class Text
{
    public static Message FieldIs(string field, Message problem) => new(nameof(FieldIs), field, problem);

    public static Message ChangedMeanwhile { get; } = new(nameof(ChangedMeanwhile));

    public static Message TryAgain { get; } = new(nameof(TryAgain));

    public static Message Unreachable { get; } = new(nameof(Unreachable));

    public static Message Unexpected { get; } = new(nameof(Unexpected));

    public static Message BrokenRequest { get; } = new(nameof(BrokenRequest));

    public static Message Required { get; } = new(nameof(Required));

    public static Message WrongType { get; } = new(nameof(WrongType));

    public static Message MalformedJson { get; } = new(nameof(MalformedJson));

    public static Message BodyTooLarge(string limit) => new(nameof(BodyTooLarge), limit);

    public static Message JsonExpected { get; } = new(nameof(JsonExpected));

    public static Message FileUnknown { get; } = new(nameof(FileUnknown));

    public static Message LimitRange { get; } = new(nameof(LimitRange));

    public static Message BadCursor { get; } = new(nameof(BadCursor));

    public static Message SignInFirst { get; } = new(nameof(SignInFirst));

    public static Message NotYours { get; } = new(nameof(NotYours));

    public static Message AdminsOnly { get; } = new(nameof(AdminsOnly));

    public static Message UserUnknown { get; } = new(nameof(UserUnknown));

    public static Message UsernameRule { get; } = new(nameof(UsernameRule));

    public static Message UsernameTaken { get; } = new(nameof(UsernameTaken));

    public static Message PasswordRule(int least, int most) => new(nameof(PasswordRule), least, most);

    public static Message PasswordWrong { get; } = new(nameof(PasswordWrong));

    public static Message LoginSuccessful { get; } = new(nameof(LoginSuccessful));

    public static Message TooManyLogins { get; } = new(nameof(TooManyLogins));

    public static Message NicknameRule { get; } = new(nameof(NicknameRule));

    public static Message FiniteNotNegative { get; } = new(nameof(FiniteNotNegative));

    public static Message LatitudeRange { get; } = new(nameof(LatitudeRange));

    public static Message LongitudeRange { get; } = new(nameof(LongitudeRange));

    public static Message TooManyMarkers(int most) => new(nameof(TooManyMarkers), most);

    public static Message StartTooLate { get; } = new(nameof(StartTooLate));

    public static Message EndBeforeStart { get; } = new(nameof(EndBeforeStart));

    public static Message NameRule(int most) => new(nameof(NameRule), most);

    public static Message IdempotencyKeyRule { get; } = new(nameof(IdempotencyKeyRule));

    public static Message NoLiveRun { get; } = new(nameof(NoLiveRun));

    public static Message NoRunToFinish { get; } = new(nameof(NoRunToFinish));

    public static Message RecordUnknown { get; } = new(nameof(RecordUnknown));

    public static Message RoomUnknown { get; } = new(nameof(RoomUnknown));

    public static Message RoomFull { get; } = new(nameof(RoomFull));

    public static Message RoomFinished { get; } = new(nameof(RoomFinished));

    public static Message RoomStarted { get; } = new(nameof(RoomStarted));

    public static Message RoomPasswordNeeded { get; } = new(nameof(RoomPasswordNeeded));

    public static Message RoomPasswordWrong { get; } = new(nameof(RoomPasswordWrong));

    public static Message TooManyGuesses { get; } = new(nameof(TooManyGuesses));

    public static Message MembersOnly { get; } = new(nameof(MembersOnly));

    public static Message HostOnly { get; } = new(nameof(HostOnly));

    public static Message HostsFields(string fields) => new(nameof(HostsFields), fields);

    public static Message RoomNameRule(int most) => new(nameof(RoomNameRule), most);

    public static Message RoomPasswordRule { get; } = new(nameof(RoomPasswordRule));

    public static Message CapacityRule(int least, int most) => new(nameof(CapacityRule), least, most);

    public static Message CapacityBelowMembers(int members) => new(nameof(CapacityBelowMembers), members);

    public static Message TargetRule { get; } = new(nameof(TargetRule));

    public static Message RoomStatusRule { get; } = new(nameof(RoomStatusRule));

    public static Message NoResult { get; } = new(nameof(NoResult));

    public static Message PictureRefused(string reason) => new(nameof(PictureRefused), reason);

    public static Message NoPicture { get; } = new(nameof(NoPicture));

    public static Message NotBase64 { get; } = new(nameof(NotBase64));

    public static Message PictureBodyExpected { get; } = new(nameof(PictureBodyExpected));

    public static Message MultipartBroken { get; } = new(nameof(MultipartBroken));

    public static Message TextRule(int most) => new(nameof(TextRule), most);

    public static Message PostUnknown { get; } = new(nameof(PostUnknown));

    public static Message CommentUnknown { get; } = new(nameof(CommentUnknown));

    public static Message Liked { get; } = new(nameof(Liked));

    public static Message Unliked { get; } = new(nameof(Unliked));

    public static Message DeleteAllOff { get; } = new(nameof(DeleteAllOff));

    public static Message ScopeRule { get; } = new(nameof(ScopeRule));

    public static Message DeletedAll { get; } = new(nameof(DeletedAll));

    public static Message DeletedPart { get; } = new(nameof(DeletedPart));

    /// <summary>Several messages, one after the other.</summary>
    public static Message Several(IReadOnlyList<Message> messages) => new("", [.. messages]);
}
